import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Queue } from '../../src/ledger/queue.ts';

/** Ends a submitted run where all its tickets are heard. Whoever finds out does it; twice does no harm. */
export async function endIfOver(ledger: Ledger, queue: Queue, id: string): Promise<boolean> {
  const run = await ledger.run(id);
  if (run?.status !== 'running') return true;
  // Its submitter keeps its name on it until all is in the queue.
  if (run.rows === null || (await ledger.processOf(run)) !== undefined) return false;
  const { waiting, held } = await queue.left(id);
  if (waiting + held > 0) return false;
  const { decided, review, failed } = await ledger.progress.countDecisions(id);
  // The submitter died in between: the same command submits the rest.
  const status = decided + review + failed < run.rows ? 'interrupted' : 'finished';
  await ledger.updateRun(id, { status, ended_at: Date.now() });
  await queue.end(id);
  return true;
}

/** Takes a submitted run from all workers: what has left is waited for, nothing follows. */
export async function stopRun(
  ledger: Ledger,
  queue: Queue,
  id: string,
  stoppedBecause: string | null,
): Promise<void> {
  const summary = JSON.stringify({ stoppedBecause });
  await ledger.updateRun(id, { status: 'interrupted', ended_at: Date.now(), summary });
  await queue.end(id);
}
