/** Of the words of two texts that one of them has, so many have both: then they say nearly the same. */
const leastShared = 0.8;
/** A word of more texts than these leads to none of them. */
const mostTexts = 60;

/**
 * Finds texts that share nearly all their words. Two such texts share one of the rarest words of each, so only the texts
 * behind these are compared (S. Chaudhuri et al., prefix filtering, 2006).
 */
export class NearTwins {
  readonly #words: readonly (Int32Array | undefined)[];
  readonly #counts: Int32Array;
  readonly #rows = new Map<number, number[]>();
  readonly #found: number[][] = [];
  /** By word, the last text that was looked for and has it. */
  readonly #wanted: Int32Array;

  /** @param words by text, the numbers of its words below `size`, each once */
  constructor(words: readonly (Int32Array | undefined)[], size: number) {
    this.#words = words;
    this.#counts = new Int32Array(size);
    this.#wanted = new Int32Array(size).fill(-1);
    for (const own of words)
      for (const word of own ?? []) this.#counts[word] = (this.#counts[word] ?? 0) + 1;
    for (const [row, own] of words.entries())
      for (const word of this.#leading(own)) {
        const rows = this.#rows.get(word);
        if (rows === undefined) this.#rows.set(word, [row]);
        else rows.push(row);
      }
  }

  of(row: number): readonly number[] {
    this.#found[row] ??= this.#find(row);
    return this.#found[row];
  }

  #find(row: number): number[] {
    const own = this.#words[row];
    const candidates = new Set(this.#leading(own).flatMap((word) => this.#rows.get(word) ?? []));
    candidates.delete(row);
    if (own === undefined || candidates.size === 0) return [];
    for (const word of own) this.#wanted[word] = row;
    return [...candidates].filter((other) => {
      const others = this.#words[other] ?? new Int32Array();
      let shared = 0;
      for (const word of others) if (this.#wanted[word] === row) shared += 1;
      return shared >= leastShared * (own.length + others.length - shared);
    });
  }

  /** Of a text's rarest words those that lead to others. */
  #leading(words: Int32Array | undefined): number[] {
    if (words === undefined) return [];
    const size = this.#counts.length;
    const length = words.length - Math.ceil(leastShared * words.length) + 1;
    return [...Float64Array.from(words, (word) => (this.#counts[word] ?? 0) * size + word).sort()]
      .slice(0, length)
      .filter((key) => key >= 2 * size && key < (mostTexts + 1) * size)
      .map((key) => key % size);
  }
}
