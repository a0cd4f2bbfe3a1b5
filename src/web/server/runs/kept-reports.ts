import pLimit from 'p-limit';

interface Kept<Report> {
  /** What the report was made of. */
  state?: string;
  report?: Report;
  pending?: Promise<Report> | undefined;
  failure?: unknown;
}

/**
 * Reports that take long to make: one at a time, and the last few are kept. One is made again when
 * somebody asks for it and the state that it was made of is no more.
 */
export class KeptReports<Report> {
  readonly #make: (key: string) => Promise<Report>;
  readonly #most: number;
  readonly #kept = new Map<string, Kept<Report>>();
  readonly #inTurn = pLimit(1);

  constructor(make: (key: string) => Promise<Report>, most: number) {
    this.#make = make;
    this.#most = most;
  }

  /** What there is now: of an earlier state while the new report is made. @throws what went wrong last, once */
  look(key: string, state: string): { report: Report | undefined; isPending: boolean } {
    const kept = this.#touch(key);
    if (kept.failure !== undefined) {
      const { failure } = kept;
      delete kept.failure;
      throw failure;
    }
    if (kept.state !== state) this.#begin(kept, key, state);
    return { report: kept.report, isPending: kept.pending !== undefined };
  }

  /** The report; of an earlier state where there is one already. */
  async take(key: string, state: string): Promise<Report> {
    const { report } = this.look(key, state);
    if (report !== undefined) return report;
    const { pending } = this.#touch(key);
    if (pending === undefined) throw new Error(`nobody makes the report ${key}`);
    return pending;
  }

  #begin(kept: Kept<Report>, key: string, state: string): void {
    if (kept.pending !== undefined) return;
    const pending = this.#inTurn(() => this.#make(key));
    kept.pending = pending;
    pending
      .then(
        (report) => Object.assign(kept, { report, state }),
        (failure: unknown) => Object.assign(kept, { failure }),
      )
      .finally(() => {
        kept.pending = undefined;
      });
  }

  /** The one that was asked for last goes last. */
  #touch(key: string): Kept<Report> {
    const kept = this.#kept.get(key) ?? {};
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const [oldest, { pending }] of this.#kept) {
      if (this.#kept.size <= this.#most) break;
      if (pending === undefined && oldest !== key) this.#kept.delete(oldest);
    }
    return kept;
  }
}
