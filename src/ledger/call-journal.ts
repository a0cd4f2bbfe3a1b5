import { GivenUp } from './group-commit.ts';
import type { Ledger } from './ledger.ts';
import { ClaimsLost } from './processes/claims.ts';
import type { Presence } from './processes/presence.ts';
import type { CallRow } from './schema.ts';

type Settled = Pick<CallRow, 'cause' | 'cost' | 'queued' | 'waited'> & {
  tokens: { in: number; cached: number; out: number };
};

/**
 * Records every call to a server: `intent` when a docket is ready to be asked about, `sent`, durable
 * before the call leaves, `settled`, durable together with the answers that it brought. What is sent
 * and not settled when a process dies may have been billed, and nobody knows.
 */
export class CallJournal {
  readonly #ledger: Ledger;
  readonly #run: string;
  readonly #presence: Presence;
  readonly #settled = new Map<string, CallRow[]>();
  /** By docket: how often claims had been lost when its questions were looked up. */
  readonly #lookedUp = new Map<string, number>();
  #count = 0;
  /** Calls that have left so far. */
  sent = 0;

  constructor(ledger: Ledger, run: string, presence: Presence) {
    this.#ledger = ledger;
    this.#run = run;
    this.#presence = presence;
  }

  /** Calls of that docket leave only as long as no claims are lost since its questions were looked up. */
  begin(docket: string, timesLost: number): void {
    this.#lookedUp.set(docket, timesLost);
  }

  /** Writes down that a call of that docket waits for its turn. */
  intend(docket: string, endpoint: string) {
    this.#count += 1;
    const intent: CallRow = {
      id: `${docket}/${this.#count}`,
      run: this.#run,
      docket,
      endpoint,
      process: this.#presence.id,
      state: 'intent',
      sent_at: this.#presence.now(),
      settled_at: null,
      queued: 0,
      waited: 0,
      cause: null,
      tokens: 0,
      tokens_in: 0,
      tokens_cached: 0,
      tokens_out: 0,
      cost: null,
    };
    let row = intent;
    let isSent = false;
    const keep = (changed: CallRow) => {
      const kept = this.#settled.get(docket) ?? [];
      kept.push(changed);
      this.#settled.set(docket, kept);
    };
    // What keeps this from being written keeps `send` from it too, and is told there.
    this.#ledger.writeAsLiving({ calls: [intent] }, 'worker', 'idle').catch(() => {});
    return {
      /** Resolves when it is durable that the call is about to leave, and still may. @throws ClaimsLost */
      send: async () => {
        row = { ...intent, state: 'sent', sent_at: this.#presence.now() };
        await this.#claim(row);
        if (!isSent) this.sent += 1;
        isSent = true;
      },
      settle: ({ tokens, ...settled }: Settled) => {
        const kept: CallRow = {
          ...row,
          ...settled,
          state: 'settled',
          // A clock may be set back meanwhile.
          settled_at: Math.max(row.sent_at, this.#presence.now()),
          tokens: tokens.in + tokens.out,
          tokens_in: tokens.in,
          tokens_cached: tokens.cached,
          tokens_out: tokens.out,
        };
        keep(kept);
        // It brought nothing that it has to be durable with, and who looks on waits to see it: its docket may try for long.
        if (kept.cause !== null)
          this.#ledger.writeAsLiving({ calls: [kept] }, 'worker', 'idle').catch(() => {});
      },
      /** It did not leave after all. */
      recall: () => {
        if (isSent) this.sent -= 1;
        keep(intent);
      },
    };
  }

  async #claim(row: CallRow): Promise<void> {
    try {
      await this.#ledger.writeAsLiving({ calls: [row] }, 'anybody');
    } catch (error) {
      if (this.#presence.isWorker || !(error instanceof GivenUp)) throw error;
      // It comes back: only then can it claim anew.
      await this.#presence.beat();
      throw new ClaimsLost();
    }
    const { timesForgotten } = this.#presence;
    if ((this.#lookedUp.get(row.docket) ?? timesForgotten) < timesForgotten) throw new ClaimsLost();
  }

  /** The settled calls of a docket, to be written with its answers. They are handed over once. */
  take(docket: string): CallRow[] {
    this.#lookedUp.delete(docket);
    const rows = this.#settled.get(docket) ?? [];
    this.#settled.delete(docket);
    return rows;
  }
}
