import { ModelFault, stopping } from '../model/faults/fault.ts';
import { UselessModel } from '../model/limits/fuse.ts';
import type { Uselessness } from '../model/limits/usefulness.ts';

/** Why a run ended before its last ticket; nulls where it did not, or where a person stopped it. */
export interface EarlyEnd {
  /** In one line. */
  stoppedBecause: string | null;
  /** A limit that was set, or answers that can't be used or don't come. */
  stoppedBy: 'limit' | 'answers' | null;
  /** What is wrong with answers; also of a run that came to its end without one that can be used. */
  useless: Uselessness | null;
}

export const noEarlyEnd: EarlyEnd = { stoppedBecause: null, stoppedBy: null, useless: null };

/** Why a run ended early, as its row keeps it; nothing where it did not, or where nothing is known. */
export function keptReason(
  run: { status: string; summary: string | null } | undefined,
): string | undefined {
  if (run?.status !== 'interrupted') return undefined;
  return (JSON.parse(run.summary ?? '{}') as Partial<EarlyEnd>).stoppedBecause ?? undefined;
}

export function endByLimit(stoppedBecause: string): EarlyEnd {
  return { stoppedBecause, stoppedBy: 'limit', useless: null };
}

/** What an error says of a run's end; nothing where it is no orderly end but a failure. */
export function readEnd(error: unknown): EarlyEnd | undefined {
  if (error instanceof UselessModel)
    return { stoppedBecause: error.message, stoppedBy: 'answers', useless: error.uselessness };
  if (!(error instanceof ModelFault && stopping.has(error.failure))) return undefined;
  if (error.failure === 'server_down')
    return { stoppedBecause: error.message, stoppedBy: 'answers', useless: null };
  return error.failure === 'budget_spent' ? endByLimit(error.message) : noEarlyEnd;
}
