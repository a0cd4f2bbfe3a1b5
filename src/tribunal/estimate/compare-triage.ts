import type { ThemeAgent } from '../../../agents/judge.ts';
import { type DocketPlan, planDocket } from './estimate.ts';
import { assumed, type PlanOptions, shareOut, type TicketCount } from './share-out.ts';

/**
 * What a triage that learns may take, beside the triage agent; nothing where it is not used. Its judges see whatever it
 * can't rule out, the triage agent's only what it names.
 */
export function compareTriage(
  { calls }: DocketPlan,
  docket: number,
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  count: TicketCount,
): string | undefined {
  if (options.triage === undefined) return undefined;
  const plainOptions = { ...options, route: 'triage' as const, triage: undefined };
  const plain = planDocket(docket, shareOut(plainOptions, themes, count), count, options).calls.all;
  const least = Math.round(calls.judges * (1 - assumed.learnedSaves)) + calls.aggregator;
  const share = 100 * options.triage.maxMiss;
  return [
    `--triage learned is estimated at ${least} to ${calls.all} model calls, plain triage at ${plain}`,
    ...(plain < least
      ? [
          `plain triage is cheaper: leave out --triage learned, unless a bound on missed yes verdicts (${share} %) is worth the difference`,
        ]
      : []),
  ].join('; ');
}
