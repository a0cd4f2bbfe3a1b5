import type { ThemeAgent } from '../../../agents/judge.ts';
import { isStackable } from '../../../agents/stack.ts';
import { planDocket } from './estimate.ts';
import { type PlanOptions, shareOut, type TicketCount } from './share-out.ts';

/** Themes that most models judge together as well as one by one (arXiv 2604.03684). */
const usualStack = 10;

/** Fewer calls are over before anybody has compared. */
const worthTelling = 20;

/** The calls of the four ways to ask: plain, stacked, every judge, and both; nothing where that saves little. */
export function compareStacks(
  docket: number,
  options: PlanOptions,
  themes: readonly ThemeAgent[],
  count: TicketCount,
): string | undefined {
  const together = themes.filter(isStackable).length;
  if (options.endpoint.api === 'embedded' || together < 2) return undefined;
  const stack = options.stack ?? Math.min(usualStack, together);
  const callsOf = (change: Pick<PlanOptions, 'route' | 'stack'>) => {
    const changed = { ...options, ...change, triage: undefined };
    return planDocket(docket, shareOut(changed, themes, count), count, options).calls.all;
  };
  const [plain, stacked, all, both] = [
    callsOf({ route: 'triage', stack: undefined }),
    callsOf({ route: 'triage', stack }),
    callsOf({ route: 'all', stack: undefined }),
    callsOf({ route: 'all', stack }),
  ];
  if (Math.min(plain, all) < worthTelling) return undefined;
  return `model calls with triage: ${plain}, with --stack ${stack}: ${stacked}; with every judge asked (--route all): ${all}, with --stack ${stack}: ${both}${
    options.stack === undefined
      ? `; whether this model keeps its answers so is shown by --sample 200 --stack ${stack} --fresh, and runs compare`
      : ''
  }`;
}
