import type { CallRow } from '../../ledger/schema.ts';

/** How far a run is, for whoever watches it. */
export interface RunProgress {
  calls: number;
  /** Calls that the file is planned to take, as far as it is read; nothing where others were made before. */
  planned: number | undefined;
  /** Dollars, as far as they are known. */
  cost: number;
  /** What calls failed of most often, and how often. */
  trouble: { cause: string; calls: number } | undefined;
}

/** What a run's calls came to in this process. */
export class Spending {
  readonly #causes = new Map<string, number>();
  cost = 0;

  add(calls: readonly CallRow[]): void {
    for (const { cause, cost } of calls) {
      this.cost += cost ?? 0;
      if (cause !== null) this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
    }
  }

  get trouble(): RunProgress['trouble'] {
    const [most] = [...this.#causes].sort(([, one], [, other]) => other - one);
    return most && { cause: most[0], calls: most[1] };
  }
}
