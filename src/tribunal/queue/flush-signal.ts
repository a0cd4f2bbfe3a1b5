/** The steps at which tickets wait for one another, in the order in which they come. */
const stages = ['triage', 'judges', 'aggregator'] as const;
export type Stage = (typeof stages)[number];

/**
 * Knows when nothing else is coming, so that part-filled dockets needn't wait for company: at a
 * stage once the input has ended and no hearing is before it, and anywhere once everything waits.
 */
export class Flow {
  readonly #coming: Record<Stage, number> = { triage: 0, judges: 0, aggregator: 0 };
  readonly #flushes: Record<Stage, (() => boolean)[]> = { triage: [], judges: [], aggregator: [] };
  #moving = 0;
  /** Whether no ticket will follow, and how many bring some till then. */
  #ended = false;
  #intakes = 0;
  #checking = false;

  /** Registers what sends part-filled dockets off; it says whether there were any. */
  onFlush(stage: Stage, flush: () => boolean): void {
    this.#flushes[stage].push(flush);
  }

  /** Announces something that may yet bring a question to the stage, until it is released for the first time. */
  expect(stage: Stage): () => void {
    let released = false;
    this.#coming[stage] += 1;
    return () => {
      if (released) return;
      released = true;
      this.#coming[stage] -= 1;
      this.#check();
    };
  }

  /** Marks that something moves, and will finish without anybody's help. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#moving += 1;
    try {
      return await work();
    } finally {
      this.#moving -= 1;
      this.#check();
    }
  }

  /** Tickets will follow, until `end`. Several may bring some, and at different times. */
  begin(): void {
    this.#intakes += 1;
    this.#ended = false;
  }

  /** No ticket will follow, or not from here. */
  end(): void {
    this.#intakes = Math.max(0, this.#intakes - 1);
    this.#ended = this.#intakes === 0;
    this.#check();
  }

  #check(): void {
    if (this.#checking) return;
    this.#checking = true;
    setImmediate(() => {
      this.#checking = false;
      if (this.#ended)
        for (const stage of stages) if (this.#coming[stage] === 0) this.#flush(stage);
      // Each flush sets something moving, so a later stage gets its turn when that has ended.
      if (this.#moving === 0) stages.some((stage) => this.#flush(stage));
    });
  }

  #flush(stage: Stage): boolean {
    return this.#flushes[stage].map((flush) => flush()).includes(true);
  }
}
