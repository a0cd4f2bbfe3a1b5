/** A prompt: the characters of all of it, and of what it says beside the tools, which some servers leave out. */
interface Sent {
  text: number;
  whole: number;
  /** Of the text, the share of characters beyond ASCII. */
  foreign?: number;
}

/**
 * Of the tokens that others lead us to expect so much is read at least: by real tokenizers English complaints take 0.21
 * tokens a character, and tweets 0.28.
 */
const least = 0.7;
/** Other scripts take up to six times as many, and tell nothing of what is to be expected. */
const mostForeign = 0.05;
/** In an average text. */
const charactersPerToken = 4;

/**
 * Tells by what servers say of tokens which prompts they did not read to the end: Ollama cuts them to
 * its context without a word.
 */
export class CutPrompts {
  /** The fewest tokens a character so far, of texts and of whole prompts. */
  #fewest: Pick<Sent, 'text' | 'whole'> | undefined;
  #reads = new Set<number>();
  /** The most tokens that were read so far, and of how long a text. */
  #most = { read: 0, text: 0 };

  isCut({ text, whole, foreign = 0 }: Sent, read: number): boolean {
    if (read <= 0 || text < 2000) return false;
    // Contexts are cut to such a length.
    const isRound = read >= 1024 && read % 256 === 0;
    if (isRound && (read < (least * text) / charactersPerToken || this.#isCeiling(text, read)))
      return true;
    const fewest = this.#fewest;
    if (fewest !== undefined && this.#isCounted(read)) {
      const expected = Math.min(fewest.text * text, fewest.whole * whole);
      if (read < least * expected) return true;
    }
    if (read > this.#most.read) this.#most = { read, text };
    this.#reads.add(read);
    if (this.#reads.size > 8) this.#reads.clear();
    if (foreign < mostForeign)
      this.#fewest = {
        text: Math.min(fewest?.text ?? Infinity, read / text),
        whole: Math.min(fewest?.whole ?? Infinity, read / whole),
      };
    return false;
  }

  /** Texts of other lengths end there as well, and none goes beyond: however little is cut. */
  #isCeiling(text: number, read: number): boolean {
    const isOther = Math.abs(text - this.#most.text) > 0.05 * text;
    return read === this.#most.read && isOther && this.#isCounted(read);
  }

  /** A server that always says the same counts nothing. */
  #isCounted(read: number): boolean {
    return [...this.#reads].filter((other) => other !== read).length > 1;
  }
}
