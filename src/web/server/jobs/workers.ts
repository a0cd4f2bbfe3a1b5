import { ownCommand } from '../../../installation.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { ProcessRow } from '../../../ledger/postgres/shared-schema.ts';
import type { WorkerList, WorkerState } from '../../api/workers.ts';

/** Who fell silent is shown so long, and two signs of life that lie farther apart say nothing; milliseconds. */
const rememberedMs = 10 * 60_000;
const farthestApartMs = 60_000;

/** A worker's last sign of life, and its pace until then. */
interface Sample {
  at: number;
  calls: number;
  callsPerSecond: number | null;
}

/** Tells how the workers of a shared ledger stand, and how fast each is. */
export class Workers {
  readonly #ledger: Ledger;
  #samples = new Map<string, Sample>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async list(): Promise<WorkerList> {
    if (this.#ledger.engine !== 'postgres') return { command: null, workers: [] };
    const known = await this.#ledger.workers(rememberedMs);
    const living = new Set((await this.#ledger.workers()).map(({ id }) => id));
    this.#samples = new Map(known.map((row) => [row.id, this.#sample(row)]));
    return {
      command: `${ownCommand()} worker --ledger ${this.#ledger.location}`,
      workers: known.map((row) => {
        const state = living.has(row.id) ? stateOf(row) : 'silent';
        const { id, host, pid, run, open } = row;
        const callsPerSecond =
          state === 'silent' ? null : (this.#samples.get(id)?.callsPerSecond ?? null);
        return { id, host, pid, state, run, open, callsPerSecond };
      }),
    };
  }

  #sample({ id, calls, beat_at }: ProcessRow): Sample {
    const before = this.#samples.get(id);
    const at = Number(beat_at);
    if (before?.at === at) return before;
    const apart = at - (before?.at ?? Number.NEGATIVE_INFINITY);
    return {
      at,
      calls,
      callsPerSecond:
        before === undefined || apart > farthestApartMs
          ? null
          : (1000 * Math.max(0, calls - before.calls)) / apart,
    };
  }
}

function stateOf({ run, open }: ProcessRow): WorkerState {
  return run !== null && open > 0 ? 'busy' : 'idle';
}
