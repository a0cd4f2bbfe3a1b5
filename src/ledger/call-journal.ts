import type { Ledger } from './ledger.ts';
import type { CallRow } from './schema.ts';

/**
 * Records every call to a server: `sent` is durable before the call leaves, `settled` becomes
 * durable together with the answers that it brought. What is sent and not settled when a process
 * dies may have been billed, and nobody knows.
 */
export class CallJournal {
  readonly #ledger: Ledger;
  readonly #run: string;
  readonly #settled = new Map<string, CallRow[]>();
  #count = 0;

  constructor(ledger: Ledger, run: string) {
    this.#ledger = ledger;
    this.#run = run;
  }

  /** Resolves when it is durable that a call of that docket is about to leave. */
  async send(docket: string, endpoint: string) {
    this.#count += 1;
    const row: CallRow = {
      id: `${docket}/${this.#count}`,
      run: this.#run,
      docket,
      endpoint,
      state: 'sent',
      sent_at: Date.now(),
      settled_at: null,
      waited: 0,
      cause: null,
      tokens: 0,
    };
    await this.#ledger.write({ calls: [row] });
    return {
      settle: (settled: Pick<CallRow, 'cause' | 'tokens' | 'waited'>) => {
        const kept = this.#settled.get(docket) ?? [];
        kept.push({ ...row, ...settled, state: 'settled', settled_at: Date.now() });
        this.#settled.set(docket, kept);
      },
    };
  }

  /** The settled calls of a docket, to be written with its answers. They are handed over once. */
  take(docket: string): CallRow[] {
    const rows = this.#settled.get(docket) ?? [];
    this.#settled.delete(docket);
    return rows;
  }
}
