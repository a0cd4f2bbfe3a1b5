import type { Ledger } from '../../../ledger/ledger.ts';
import { RunView } from './run-view.ts';

/** Bytes of all views together; the one that was asked for last stays whatever it takes. */
const mostBytes = 128 * 1024 * 1024;
const mostViews = 8;

/** The views of the runs that were looked at last. */
export class RunViews {
  readonly #ledger: Ledger;
  readonly #now: () => number;
  /** The one that was used last stands last. */
  readonly #views = new Map<string, Promise<RunView>>();

  constructor(ledger: Ledger, now: () => number = performance.now.bind(performance)) {
    this.#ledger = ledger;
    this.#now = now;
  }

  /** A run's view as it is now. @throws UserMistake for an unknown run */
  async of(run: string): Promise<RunView> {
    const opened = this.#views.get(run) ?? RunView.open(this.#ledger, run);
    this.#views.delete(run);
    this.#views.set(run, opened);
    try {
      const view = await opened;
      await view.refresh(this.#now());
      await this.#forgetOldest();
      return view;
    } catch (error) {
      this.#views.delete(run);
      throw error;
    }
  }

  async #forgetOldest(): Promise<void> {
    let bytes = 0;
    const views = await Promise.all(
      [...this.#views].toReversed().map(async ([id, view]) => ({ id, view: await view })),
    );
    for (const [index, { id, view }] of views.entries()) {
      bytes += view.bytes;
      if (index > 0 && (bytes > mostBytes || index >= mostViews)) this.#views.delete(id);
    }
  }
}
