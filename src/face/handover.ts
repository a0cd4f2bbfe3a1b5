/** Hands items to one taker; each giver waits until its own is taken. */
export class Handover<Item> {
  readonly #waiting: { item: Item; taken: () => void }[] = [];
  #isClosed = false;
  #wake = () => {};

  /** Resolves when it is taken, or nobody takes any more. */
  give(item: Item): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((taken) => {
      this.#waiting.push({ item, taken });
      this.#wake();
    });
  }

  /** All that is given until it is closed. */
  async *take(): AsyncGenerator<Item> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        next.taken();
        yield next.item;
      } else if (this.#isClosed) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  /** Nothing more will be given. What waits may still be taken. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** Nobody takes any more. */
  leave(): void {
    this.close();
    for (const { taken } of this.#waiting.splice(0)) taken();
  }
}
