/** Probabilities outside are not believed to the letter. */
const believed = { least: 0.01, most: 0.9 };
/** A theme that has not changed gives a false alarm once in so many questions asked, or less often. */
const quietFor = 1_000_000;

/**
 * Watches whether verdicts still agree with what was expected of them: the sum of evidence for "half of the time the
 * expectation says nothing" against "it holds", never below 0 (E. S. Page, Continuous inspection schemes, 1954; the
 * time between false alarms: G. Lorden, 1971). Whether a question was asked may depend on the expectation, so both that
 * a sure yes is a no and that an audit finds a yes count.
 */
export class DriftWatch {
  #evidence = 0;
  #asked = 0;
  #yes = 0;

  /** Takes a verdict and says whether the theme has changed. `weight` is 1 / the chance that it was asked for. */
  hasChanged(expected: number, isYes: boolean, weight: number): boolean {
    this.#asked += weight;
    this.#yes += isYes ? weight : 0;
    const usual = (this.#yes + 1) / (this.#asked + 2);
    const before = Math.max(believed.least, Math.min(believed.most, expected));
    const after = (before + usual) / 2;
    const ratio = isYes ? after / before : (1 - after) / (1 - before);
    this.#evidence = Math.max(0, this.#evidence + Math.log(ratio));
    if (this.#evidence < Math.log(quietFor)) return false;
    this.#evidence = 0;
    return true;
  }
}
