/** Characters of a prompt: all of it, and what it says beside the tools, which some servers leave out. */
interface Sent {
  text: number;
  whole: number;
}

/** Of the tokens that others lead us to expect so much is read at least. */
const least = 0.7;
/** In an average text. */
const charactersPerToken = 4;

/**
 * Tells by what servers say of tokens which prompts they did not read to the end: Ollama cuts them to
 * its context without a word.
 */
export class CutPrompts {
  /** The fewest tokens a character so far, of texts and of whole prompts. */
  #fewest: Sent | undefined;
  #reads = new Set<number>();

  isCut({ text, whole }: Sent, read: number): boolean {
    if (read <= 0 || text < 2000) return false;
    // Contexts are cut to such a length.
    const isRound = read >= 1024 && read % 256 === 0;
    if (isRound && read < (least * text) / charactersPerToken) return true;
    const fewest = this.#fewest;
    if (fewest !== undefined && this.#isCounted(read)) {
      const expected = Math.min(fewest.text * text, fewest.whole * whole);
      if (read < least * expected) return true;
    }
    this.#reads.add(read);
    if (this.#reads.size > 8) this.#reads.clear();
    this.#fewest = {
      text: Math.min(fewest?.text ?? Infinity, read / text),
      whole: Math.min(fewest?.whole ?? Infinity, read / whole),
    };
    return false;
  }

  /** A server that always says the same counts nothing. */
  #isCounted(read: number): boolean {
    return [...this.#reads].filter((other) => other !== read).length > 1;
  }
}
