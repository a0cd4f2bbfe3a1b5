import { z } from 'zod';
import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { addressOf } from '../domain/address.ts';
import { type Rules, usualRules } from '../domain/decision/reconcile.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { embeddedRules } from '../model/embedded/certainty.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { RunOptions } from './options.ts';

/** What a threshold was found under: elsewhere it promises nothing. */
export const ThresholdTerms = z.object({
  route: z.enum(['triage', 'all']),
  aggregate: z.enum(['always', 'conflicts', 'never']),
  docket: z.number(),
  risk: z.number(),
});
export type ThresholdTerms = z.infer<typeof ThresholdTerms>;

const FoundThreshold = z.object({
  theme: z.string(),
  threshold: z.number(),
  fallen: z.object({ wrong: z.number(), right: z.number() }),
  isProved: z.boolean(),
});
const Body = z.object({
  terms: ThresholdTerms.optional(),
  themeThresholds: z.array(FoundThreshold).nullish(),
});

/** What a calibration holds for: the server, the models and all that the judges are told. */
export function calibrationKey(endpoint: Endpoint, themes: readonly ThemeAgent[]): string {
  const judges = themes.map((theme) =>
    JSON.stringify([
      theme.id,
      theme.judge?.model ?? '',
      judgeDigest(theme),
      theme.excludes.toSorted(),
    ]),
  );
  return addressOf('calibration', endpoint.baseURL, endpoint.model, ...judges.sort());
}

/** How a run is heard by what was calibrated for it, and a line for each thing that this changes. */
export interface Calibrated {
  docket: number;
  /** Nothing where the usual ones hold. */
  rules: Rules | undefined;
  notes: string[];
}

type Hearing = Pick<
  RunOptions,
  'endpoint' | 'docket' | 'isDocketAuto' | 'route' | 'aggregate' | 'votes' | 'panel'
> &
  Partial<Pick<RunOptions, 'texts' | 'window'>>;

export async function applyCalibration(
  ledger: Ledger,
  themes: readonly ThemeAgent[],
  options: Hearing,
): Promise<Calibrated> {
  const found = await ledger.calibration(calibrationKey(options.endpoint, themes));
  const result: Calibrated = { docket: options.docket, rules: rulesOf(options), notes: [] };
  if (found === undefined) return result;
  const day = new Date(Number(found.at)).toISOString().slice(0, 10);
  if (options.isDocketAuto && found.docket !== null) {
    result.docket = found.docket;
    result.notes.push(`tickets per call (docket): ${found.docket}, as calibrated on ${day}`);
  }
  const { terms, themeThresholds } = Body.parse(JSON.parse(found.body));
  const proved = (themeThresholds ?? []).filter(({ isProved }) => isProved);
  const review = found.threshold ?? 0;
  if ((review === 0 && proved.length === 0) || terms === undefined) return result;
  if (!holds(terms, options, result.docket)) {
    result.notes.push(
      `${proved.length === 0 ? `the review threshold of ${day} is not used: it was` : `the thresholds of ${day} are not used: they were`} calibrated with --route ${terms.route} --aggregate ${terms.aggregate}, dockets up to ${terms.docket} and one vote`,
    );
    return result;
  }
  result.rules = withThresholds({ ...usualRules, review_below: review }, proved);
  if (review > 0)
    result.notes.push(
      `decisions with a confidence below ${review} go to review, as calibrated on ${day}: at most ${100 * terms.risk} % of the others are wrong`,
    );
  for (const { theme, threshold, fallen } of proved)
    result.notes.push(
      `a yes to ${theme} counts from a confidence of ${threshold} on, as calibrated on ${day}: of ${fallen.wrong + fallen.right} with less confidence ${fallen.wrong} were wrong`,
    );
  return result;
}

/** The rules with the thresholds that were proved. */
export function withThresholds(
  rules: Rules,
  found: readonly { theme: string; threshold: number; isProved: boolean }[],
): Rules {
  const proved = found.filter(({ isProved }) => isProved);
  if (proved.length === 0) return rules;
  return {
    ...rules,
    theme_thresholds: Object.fromEntries(proved.map(({ theme, threshold }) => [theme, threshold])),
  };
}

/** The embedded model knows how far to trust itself, but for a search, and for what it was taught. */
function rulesOf({ endpoint, texts, window }: Hearing): Rules | undefined {
  const isPlain = endpoint.model === 'embedded' && texts === undefined && window === undefined;
  return isPlain ? embeddedRules : undefined;
}

function holds(
  terms: ThresholdTerms,
  { route, aggregate, votes = 1, panel }: Hearing,
  docket: number,
): boolean {
  return (
    terms.route === route &&
    terms.aggregate === aggregate &&
    docket <= terms.docket &&
    votes === 1 &&
    panel === undefined
  );
}
