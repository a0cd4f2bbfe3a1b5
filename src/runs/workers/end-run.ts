import type { Ledger } from '../../ledger/ledger.ts';
import type { Queue } from '../../ledger/postgres/queue.ts';
import type { RunRow } from '../../ledger/schema.ts';
import type { EarlyEnd } from '../../tribunal/early-end.ts';

/** How a run of workers ended, as its row keeps it as JSON until its results are written. */
export interface Ending extends Partial<EarlyEnd> {
  /** It can't go on before a person mends something. */
  isMistake?: boolean;
}

/** Why a worker won't judge a run, if one has met it. */
export function refusalOf(run: Pick<RunRow, 'status' | 'summary'> | undefined): string | undefined {
  if (run?.status !== 'running') return undefined;
  return (JSON.parse(run.summary ?? '{}') as { refusal?: string }).refusal;
}

/** Ends a submitted run where all its tickets are heard. Whoever finds out does it; twice does no harm. */
export async function endIfOver(ledger: Ledger, queue: Queue, id: string): Promise<boolean> {
  const run = await ledger.runs.find(id);
  if (run?.status !== 'running') return true;
  // As long as that is not known more may come.
  if (run.rows === null) return false;
  const { waiting, held } = await queue.left(id);
  if (waiting + held > 0) return false;
  if (await ledger.runs.end(id, { status: 'finished' })) await queue.end(id);
  return true;
}

/** Takes a submitted run from all workers: what has left is waited for, nothing follows. */
export async function stopRun(
  ledger: Ledger,
  queue: Queue,
  id: string,
  ending: Ending = {},
): Promise<void> {
  const summary = JSON.stringify(ending);
  if (await ledger.runs.end(id, { status: 'interrupted', summary })) await queue.end(id);
}
