import { plural } from '../../domain/text/plural.ts';
import type { RunSettings } from '../../settings/settings.ts';

/** How a run judges, in a line. */
export function describeSettings(settings: RunSettings): string {
  const { route, aggregate, docket, stack = 1, votes, panel, rules, triage } = settings;
  return [
    `route ${route}, aggregate ${aggregate}, tickets per call (docket) ${docket}`,
    ...(stack === 1 ? [] : [`up to ${stack} themes per call`]),
    ...(triage === undefined ? [] : [`learned triage, max miss ${100 * triage.maxMiss} %`]),
    ...(votes === undefined ? [] : [`${votes} votes`]),
    ...(panel === undefined ? [] : [`panel of ${panel.join(', ')}`]),
    ...(rules === undefined
      ? []
      : [`review below ${Math.max(rules.review_below, rules.confidence_floor)}`]),
    ...Object.entries(rules?.theme_thresholds ?? {}).map(
      ([theme, threshold]) => `a yes to ${theme} from ${threshold} on`,
    ),
  ].join(', ');
}

/** Which rows of its file it reads, where not all. */
export function describeInput({ input = {} }: RunSettings): string[] {
  const { limit, sample, seed = 1 } = input;
  return [
    ...(limit === undefined ? [] : [`first ${plural(limit, 'row')}`]),
    ...(sample === undefined ? [] : [`a sample of ${sample} (seed ${seed})`]),
  ];
}
