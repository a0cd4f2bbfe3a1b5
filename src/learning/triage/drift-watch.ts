/** Probabilities outside are not believed to the letter. */
const believed = { least: 0.003, most: 0.95 };
/** How strong evidence of a change must be to be looked into, and then to be believed: how often chance is as strong. */
const rarity = { suspect: 300, believe: 30 };
/** Answers for which a suspicion is looked into, and the yes that are usual among them. */
const inquiry = { least: 60, most: 250, yes: 5 };

export type Mood = 'calm' | 'suspicious' | 'changed';

/**
 * Watches whether verdicts still agree with what was expected of them: the sum of evidence for "half of the time the
 * expectation says nothing" against "it holds", never below 0 (E. S. Page, Continuous inspection schemes, 1954). A
 * suspicion is then tried on fresh answers alone, which speak as strongly by mere chance once in `believe` times (J.
 * Ville, 1939). Whether a question was asked may depend on the expectation, so both that a sure yes is a no and that an
 * audit finds a yes count.
 */
export class DriftWatch {
  #evidence = 0;
  #asked = 0;
  #yes = 0;
  /** Answers that the inquiry still waits for. */
  #left = 0;

  get isSuspicious(): boolean {
    return this.#left > 0;
  }

  /** Takes a verdict. `weight` is 1 / the chance that it was asked for. */
  hear(expected: number, isYes: boolean, weight: number): Mood {
    this.#asked += weight;
    this.#yes += isYes ? weight : 0;
    const usual = (this.#yes + 1) / (this.#asked + 2);
    const before = Math.max(believed.least, Math.min(believed.most, expected));
    const after = (before + usual) / 2;
    const evidence = Math.log(isYes ? after / before : (1 - after) / (1 - before));
    if (!this.isSuspicious) {
      this.#evidence = Math.max(0, this.#evidence + evidence);
      if (this.#evidence < Math.log(rarity.suspect)) return 'calm';
      this.#left = Math.round(Math.min(inquiry.most, Math.max(inquiry.least, inquiry.yes / usual)));
      this.#evidence = 0;
      return 'suspicious';
    }
    this.#evidence += evidence;
    this.#left -= 1;
    if (this.#evidence > Math.log(rarity.believe)) this.#left = 0;
    else return this.isSuspicious ? 'suspicious' : this.#calm();
    this.#calm();
    return 'changed';
  }

  #calm(): Mood {
    this.#evidence = 0;
    return 'calm';
  }
}
