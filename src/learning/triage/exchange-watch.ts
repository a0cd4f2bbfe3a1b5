import type { Answers } from './panel-learner.ts';

/** Probabilities outside are not believed to the letter. */
const believed = { least: 0.01, most: 0.95 };
/** A text is some theme's own from this probability on. */
const own = 0.2;
/** How strong evidence must be to be looked into, and to be believed, each way and both ways: logarithms. */
const strength = { suspect: Math.log(100), way: Math.log(150), both: Math.log(300_000) };
/** Texts that are a suspected theme's own from this probability on are asked everything. */
const inquiry = 0.5;

/**
 * Watches whether two themes have changed places: for each two the evidence that verdicts follow what was expected of
 * the other one, never below 0 (E. S. Page, Continuous inspection schemes, 1954). One that was mistaken for another is no
 * rare thing, so texts of both must show it. Of two answers to one text it is reckoned as if one excluded the other:
 * that is less evidence than they would be apart.
 */
export class ExchangeWatch {
  readonly #themes: number;
  /** For each two themes, by the one whose texts they were and then the one whose they would be now. */
  readonly #evidence: Float64Array;

  constructor(themes: number) {
    this.#themes = themes;
    this.#evidence = new Float64Array(themes * themes);
  }

  /** Takes a ticket's verdicts; returns two themes that have changed places, if that shows now. */
  hear(expected: ArrayLike<number>, answers: Answers): [number, number] | undefined {
    let found: [number, number] | undefined;
    for (let one = 0; one < this.#themes; one++) {
      if ((expected[one] ?? 0) < own) continue;
      for (let other = 0; other < this.#themes; other++) {
        if (other === one || (expected[other] ?? 0) > (expected[one] ?? 0)) continue;
        const place = one * this.#themes + other;
        const before = [bound(expected[one]), bound(expected[other])] as const;
        const told = evidenceOf(...before, answers[one], answers[other]);
        const sum = Math.max(0, (this.#evidence[place] ?? 0) + told);
        this.#evidence[place] = sum;
        const back = this.#evidence[other * this.#themes + one] ?? 0;
        if (Math.min(sum, back) > strength.way && sum + back > strength.both) found = [one, other];
      }
    }
    return found;
  }

  /** Whether all is to be asked of such a text, to learn whose it is now. */
  isSuspicious(expected: ArrayLike<number>): boolean {
    for (let one = 0; one < this.#themes; one++) {
      if ((expected[one] ?? 0) < inquiry) continue;
      for (let other = 0; other < this.#themes; other++)
        if ((this.#evidence[one * this.#themes + other] ?? 0) > strength.suspect) return true;
    }
    return false;
  }

  /** Begins anew with a theme. */
  forget(theme: number): void {
    for (let other = 0; other < this.#themes; other++) {
      this.#evidence[theme * this.#themes + other] = 0;
      this.#evidence[other * this.#themes + theme] = 0;
    }
  }
}

/** For "each is what the other was expected to be" against "both are as expected". */
function evidenceOf(
  one: number,
  other: number,
  isOne: boolean | undefined,
  isOther: boolean | undefined,
): number {
  if (isOne === isOther) return 0;
  if (isOther === undefined) return Math.log(isOne ? other / one : (1 - other) / (1 - one));
  if (isOne === undefined) return Math.log(isOther ? one / other : (1 - one) / (1 - other));
  return Math.log(isOther ? one / other : other / one);
}

function bound(probability = 0): number {
  return Math.max(believed.least, Math.min(believed.most, probability));
}
