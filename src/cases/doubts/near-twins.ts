/** Of the words of two texts that one of them has, so many have both: then they say nearly the same. */
const leastShared = 0.8;
/** A word of more texts than these leads to none of them. */
const mostTexts = 60;

/**
 * Finds texts that share nearly all their words. Two such texts share one of the rarest words of each, so only the texts
 * behind these are compared (S. Chaudhuri et al., prefix filtering, 2006).
 */
export class NearTwins {
  readonly #words: ReadonlyMap<number, Int32Array>;
  readonly #counts: Int32Array;
  readonly #rows = new Map<number, number[]>();
  readonly #found = new Map<number, number[]>();

  /** @param words by text, the numbers of its words below `size`, each once */
  constructor(words: ReadonlyMap<number, Int32Array>, size: number) {
    this.#words = words;
    this.#counts = new Int32Array(size);
    for (const own of words.values())
      for (const word of own) this.#counts[word] = (this.#counts[word] ?? 0) + 1;
    for (const [row, own] of words)
      for (const word of this.#rarest(own)) {
        const rows = this.#rows.get(word);
        if (rows === undefined) this.#rows.set(word, [row]);
        else rows.push(row);
      }
  }

  of(row: number): readonly number[] {
    const found = this.#found.get(row) ?? this.#find(row);
    this.#found.set(row, found);
    return found;
  }

  #find(row: number): number[] {
    const own = this.#words.get(row);
    if (own === undefined || own.length === 0) return [];
    const wanted = new Set(own);
    const candidates = new Set(
      [...this.#rarest(own)]
        .filter((word) => (this.#counts[word] ?? 0) <= mostTexts)
        .flatMap((word) => this.#rows.get(word) ?? []),
    );
    candidates.delete(row);
    return [...candidates].filter((other) => {
      const others = this.#words.get(other) ?? new Int32Array();
      let shared = 0;
      for (const word of others) if (wanted.has(word)) shared += 1;
      return shared >= leastShared * (own.length + others.length - shared);
    });
  }

  #rarest(words: Int32Array): Int32Array {
    const length = words.length - Math.ceil(leastShared * words.length) + 1;
    const counts = this.#counts;
    return words
      .toSorted((one, other) => (counts[one] ?? 0) - (counts[other] ?? 0) || one - other)
      .subarray(0, length);
  }
}
