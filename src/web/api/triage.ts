import type { TriageReport } from '../../domain/decision/triage-report.ts';

const counted = new Intl.NumberFormat('en-GB');
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

/** Whether a triage that learns kept its promise, in words. */
export interface PromiseWords {
  /** `open`: nothing could have been lost yet. */
  state: 'open' | 'kept' | 'unproved';
  promise: string;
  /** What was lost, and with what confidence; null while every judge was asked. */
  lost: string | null;
}

export function describePromise(report: TriageReport): PromiseWords {
  const { maxMiss, unasked, isKept, yes, lostEstimate, lostAtMost } = report;
  const promised = `at most ${percent.format(maxMiss)} of the yes verdicts may be missed`;
  if (unasked === 0)
    return { state: 'open', promise: `Every judge was asked so far; ${promised}.`, lost: null };
  return {
    ...(isKept
      ? { state: 'kept', promise: `The promise is kept: ${promised}.` }
      : {
          state: 'unproved',
          promise: `The promise is not proved now: ${promised}, so more judges are asked.`,
        }),
    lost: `About ${shareOf(lostEstimate, yes + lostEstimate)} of the yes verdicts were missed; with 95 % confidence no more than ${shareOf(lostAtMost, yes + lostAtMost)}.`,
  };
}

/** What was noticed of a theme whose verdicts stopped agreeing with what was expected. */
export function describeChange(theme: string, ticket: number): string {
  return `After ${counted.format(ticket)} tickets the verdicts on ${theme} no longer agreed with what was learned: its judge was asked again, and the theme was learned anew.`;
}

/** In percent; empty where there is nothing to have a share of. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '' : percent.format(part / whole);
}

/** What at most was lost of a theme, or why nobody can say. */
export function describeLost({ yes, lostAtMost }: TriageReport['themes'][number]): string {
  return lostAtMost === null
    ? 'too few yes verdicts'
    : shareOf(lostAtMost, yes + lostAtMost) || '0%';
}
