import type { Ledger } from '../../../ledger/ledger.ts';
import type { Queue } from '../../../ledger/postgres/queue.ts';
import { isShared } from '../../../ledger/rows/run-rows.ts';
import type { RunRow } from '../../../ledger/schema.ts';
import { stopRun } from '../../../runs/workers/end-run.ts';
import type { Job } from './marked-jobs.ts';

/** Whether a run is with the workers now: it goes on though no process here hears it. */
export function isSubmitted(run: Pick<RunRow, 'status' | 'settings'>): boolean {
  return run.status === 'running' && isShared(run);
}

/** Takes submitted runs from all workers, whoever submitted them. */
export class SubmittedRuns {
  readonly #ledger: Ledger;
  #queue: Promise<Queue> | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** A run that is with the workers, and that this page did not submit. */
  async find(id: string, job: Job | undefined): Promise<RunRow | undefined> {
    if (job?.request !== undefined) return undefined;
    const run = await this.#ledger.runs.find(id);
    return run !== undefined && isSubmitted(run) ? run : undefined;
  }

  async stop({ id }: Pick<RunRow, 'id'>): Promise<void> {
    this.#queue ??= this.#openQueue();
    await stopRun(this.#ledger, await this.#queue, id);
  }

  /** A ledger in a file does without the queue's code. */
  async #openQueue(): Promise<Queue> {
    const { Queue } = await import('../../../ledger/postgres/queue.ts');
    return Queue.open(this.#ledger);
  }
}
