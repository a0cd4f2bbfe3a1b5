import type { TriageReport } from '../../domain/triage-report.ts';

const counted = new Intl.NumberFormat('en-GB');
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

/** Whether a triage that learns kept its promise, in words. */
export interface PromiseWords {
  /** `open`: nothing could have been lost yet. */
  state: 'open' | 'kept' | 'unproved';
  promise: string;
  /** What was lost, and how sure that is; null while nothing was left unasked. */
  lost: string | null;
}

export function describePromise(report: TriageReport): PromiseWords {
  const { maxMiss, unasked, isKept, yes, lostEstimate, lostAtMost } = report;
  const promised = `of all yes at most ${percent.format(maxMiss)} may be lost`;
  if (unasked === 0)
    return { state: 'open', promise: `Nothing was left unasked yet; ${promised}.`, lost: null };
  return {
    ...(isKept
      ? { state: 'kept', promise: `The promise is kept: ${promised}.` }
      : {
          state: 'unproved',
          promise: `The promise is not proved now: ${promised}, so more judges are asked.`,
        }),
    lost: `About ${shareOf(lostEstimate, yes + lostEstimate)} of all yes were lost, and with 95% certainty no more than ${shareOf(lostAtMost, yes + lostAtMost)}.`,
  };
}

/** What was noticed of a theme whose verdicts stopped agreeing with what was expected. */
export function describeChange(theme: string, ticket: number): string {
  return `${theme} was no longer what it had been after ${counted.format(ticket)} tickets: its judge was asked again, and it was learned anew.`;
}

/** In percent; empty where there is nothing to have a share of. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '' : percent.format(part / whole);
}

/** What at most was lost of a theme, or why nobody can say. */
export function describeLost({ yes, lostAtMost }: TriageReport['themes'][number]): string {
  return lostAtMost === null ? 'too few yes' : shareOf(lostAtMost, yes + lostAtMost) || '0%';
}
