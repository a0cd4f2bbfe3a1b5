import type { RunDiagnosis } from '../../diagnosis/diagnose-run.ts';
import { type Share, wilson } from '../../evaluation/statistics/wilson.ts';

/** What triage misses, by a sample of the themes that it left out. */
export interface Audit {
  asked: number;
  yes: number;
  unrouted: number;
  /** Of the themes that triage left out, the share that applies. */
  missed: Share;
  /** Of all themes that apply by their judges, the share that triage found: 0 to 1. */
  recall: Share;
}

/** Nothing where nobody asked for an audit. */
export function auditOf({
  asked,
  yes,
  unrouted,
  routedYes,
}: RunDiagnosis['audited']): Audit | undefined {
  const missed = wilson(yes, asked);
  if (missed === undefined) return undefined;
  const found = (share: number) =>
    routedYes === 0 ? 0 : routedYes / (routedYes + share * unrouted);
  return {
    asked,
    yes,
    unrouted,
    missed,
    recall: { share: found(missed.share), low: found(missed.high), high: found(missed.low) },
  };
}
