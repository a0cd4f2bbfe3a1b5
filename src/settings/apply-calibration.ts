import { z } from 'zod';
import { judgeDigest, type ThemeAgent } from '../../agents/judge.ts';
import { addressOf } from '../domain/address.ts';
import { type Rules, usualRules } from '../domain/decision/reconcile.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { embeddedRules } from '../model/embedded/certainty.ts';
import { type Endpoint, identityOf } from '../model/endpoint.ts';
import type { RunOptions } from './options.ts';

/** What a threshold was found under: elsewhere it promises nothing. */
export const ThresholdTerms = z.object({
  route: z.enum(['triage', 'all']),
  aggregate: z.enum(['always', 'conflicts', 'never']),
  docket: z.number(),
  /** Themes in one call; 1 where left out. */
  stack: z.number().optional(),
  risk: z.number(),
});
export type ThresholdTerms = z.infer<typeof ThresholdTerms>;

/** How many themes may travel together, and in what calls that was found. */
const StackTerms = z.object({
  route: z.enum(['triage', 'all']),
  docket: z.number(),
  stack: z.number(),
  alone: z.array(z.string()),
});
export type StackTerms = z.infer<typeof StackTerms>;

const FoundThreshold = z.object({
  theme: z.string(),
  threshold: z.number(),
  fallen: z.object({ wrong: z.number(), right: z.number() }),
  isProved: z.boolean(),
});
const Body = z.object({
  terms: ThresholdTerms.optional(),
  stack: StackTerms.optional(),
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
  return addressOf('calibration', endpoint.baseURL, identityOf(endpoint), ...judges.sort());
}

/** How a run is heard by what was calibrated for it, and a line for each thing that this changes. */
export interface Calibrated extends Pick<RunOptions, 'stack' | 'alone'> {
  docket: number;
  /** Nothing where the usual ones hold. */
  rules: Rules | undefined;
  notes: string[];
}

type Hearing = Pick<
  RunOptions,
  | 'endpoint'
  | 'docket'
  | 'isDocketAuto'
  | 'stack'
  | 'isStackAuto'
  | 'route'
  | 'aggregate'
  | 'votes'
  | 'panel'
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
  const { terms, stack, themeThresholds } = Body.parse(JSON.parse(found.body));
  Object.assign(result, stackOf(stack, options, result, day));
  const proved = (themeThresholds ?? []).filter(({ isProved }) => isProved);
  const review = found.threshold ?? 0;
  if ((review === 0 && proved.length === 0) || terms === undefined) return result;
  if (!holds(terms, { ...options, ...result })) {
    result.notes.push(
      `${proved.length === 0 ? `the review threshold of ${day} is not used: it was` : `the thresholds of ${day} are not used: they were`} calibrated with --route ${terms.route} --aggregate ${terms.aggregate}, dockets up to ${terms.docket}${terms.stack === undefined ? '' : `, up to ${terms.stack} themes a call`} and one vote`,
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

/** A stack that the user names stands, without the themes that were found to suffer. */
function stackOf(
  found: StackTerms | undefined,
  { stack, isStackAuto, route, panel }: Hearing,
  { docket, notes }: Calibrated,
  day: string,
): Pick<Calibrated, 'stack' | 'alone'> {
  if (found === undefined || panel !== undefined) return {};
  const alone = found.alone.length === 0 ? {} : { alone: found.alone };
  const apart = found.alone.length === 0 ? '' : `, ${found.alone.join(', ')} alone`;
  if (stack !== undefined) return alone;
  if (!isStackAuto || found.stack === 1) return {};
  if (found.route !== route || docket > found.docket) {
    notes.push(
      `the themes per call of ${day} are not used: they were calibrated with --route ${found.route} and dockets up to ${found.docket}`,
    );
    return {};
  }
  notes.push(`themes per call: up to ${found.stack}${apart}, as calibrated on ${day}`);
  return { stack: found.stack, ...alone };
}

function holds(
  terms: ThresholdTerms,
  { route, aggregate, docket, stack = 1, votes = 1, panel }: Hearing,
): boolean {
  return (
    terms.route === route &&
    terms.aggregate === aggregate &&
    docket <= terms.docket &&
    stack <= (terms.stack ?? 1) &&
    votes === 1 &&
    panel === undefined
  );
}
