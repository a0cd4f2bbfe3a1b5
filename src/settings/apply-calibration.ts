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

const Body = z.object({ terms: ThresholdTerms.optional() });

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
    result.notes.push(`docket ${found.docket}, as calibrated on ${day}`);
  }
  const { terms } = Body.parse(JSON.parse(found.body));
  if (found.threshold === null || found.threshold === 0 || terms === undefined) return result;
  if (holds(terms, options, result.docket)) {
    result.rules = { ...usualRules, review_below: found.threshold };
    result.notes.push(
      `decisions with a confidence below ${found.threshold} go to review, as calibrated on ${day}: at most ${100 * terms.risk} % of the others are wrong`,
    );
  } else
    result.notes.push(
      `the review threshold of ${day} is not used: it was calibrated with --route ${terms.route} --aggregate ${terms.aggregate}, dockets up to ${terms.docket} and one vote`,
    );
  return result;
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
