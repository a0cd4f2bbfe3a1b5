import { wordsIn } from '../../learning/features.ts';
import { fitLikelihood, probabilityOf } from '../../learning/likelihood.ts';
import { NearTwins } from './near-twins.ts';

/** Fewer texts with a label, or without it, teach nothing. */
const fewestOfEach = 5;
/** Texts that a word's usual frequency is worth. */
const smoothing = 5;
/** Keeps odds within about 20 to 1 either way. */
const doubt = 0.05;
/** Texts whose scores are made probabilities: of more than these some. */
const mostFitted = 5000;

/**
 * Says from the words of a text, and the labels of all others, how likely a theme applies: naive Bayes, each text left
 * out of what is learned for it, and its scores made probabilities on the labels.
 */
export class WordModel {
  readonly #slots = new Map<string, number>();
  /** By slot, once they are asked for. */
  #words: string[] | undefined;
  /** By row. */
  readonly #texts: Int32Array[] = [];
  readonly #labels: (readonly string[] | undefined)[] = [];
  /** By slot, the last row with the word. */
  readonly #seen: number[] = [];
  /** With labels. */
  readonly #rows: number[] = [];
  #twins: NearTwins | undefined;

  /** Texts with labels. */
  get size(): number {
    return this.#rows.length;
  }

  /** @param labels nothing where nobody labelled the text */
  learn(row: number, text: string, labels: readonly string[] | undefined): void {
    this.#words = undefined;
    this.#twins = undefined;
    const slots: number[] = [];
    for (const word of wordsIn(text)) {
      let slot = this.#slots.get(word);
      if (slot === undefined) {
        slot = this.#slots.size;
        this.#slots.set(word, slot);
      }
      if (this.#seen[slot] === row) continue;
      this.#seen[slot] = row;
      slots.push(slot);
    }
    this.#texts[row] = Int32Array.from(slots);
    if (labels === undefined) return;
    this.#labels[row] = labels;
    this.#rows.push(row);
  }

  /** How many different words a text has. */
  sizeOf(row: number): number {
    return this.#texts[row]?.length ?? 0;
  }

  wordsOf(row: number): string[] {
    this.#words ??= [...this.#slots.keys()];
    return [...(this.#texts[row] ?? [])].map((slot) => this.#words?.[slot] ?? '');
  }

  /** Finds texts of nearly the same words. */
  twins(): NearTwins {
    this.#twins ??= new NearTwins(this.#texts, this.#slots.size);
    return this.#twins;
  }

  /** How many of the texts have each word. */
  spread(): (word: string) => number {
    const counts = new Int32Array(this.#slots.size);
    for (const own of this.#texts)
      for (const slot of own ?? []) counts[slot] = (counts[slot] ?? 0) + 1;
    return (word) => counts[this.#slots.get(word) ?? -1] ?? 0;
  }

  isLabelled(row: number, theme: string): boolean | undefined {
    return this.#labels[row]?.includes(theme);
  }

  /** By row, how many times likelier the words are where the theme applies; nothing where there is too little to learn. */
  evidence(theme: string): (row: number) => number {
    const rows = this.#rows;
    const isYes = rows.map((row) => this.isLabelled(row, theme) === true);
    const yes = isYes.filter((label) => label).length;
    const no = rows.length - yes;
    if (Math.min(yes, no) < fewestOfEach) return () => 1;
    const counts = {
      yes: new Float64Array(this.#slots.size),
      no: new Float64Array(this.#slots.size),
    };
    for (const [at, row] of rows.entries()) {
      const side = isYes[at] ? counts.yes : counts.no;
      for (const slot of this.#texts[row] ?? []) side[slot] = (side[slot] ?? 0) + 1;
    }
    const weights = {
      yes: this.#weights(counts, { yes, no }, [1, 0]),
      no: this.#weights(counts, { yes, no }, [0, 1]),
    };
    const scoreOf = (row: number) => {
      const slots = this.#texts[row] ?? new Int32Array();
      const side = this.isLabelled(row, theme) ? weights.yes : weights.no;
      let score = 0;
      for (const slot of slots) score += side[slot] ?? 0;
      return score / Math.sqrt(Math.max(1, slots.length));
    };
    const step = Math.ceil(rows.length / mostFitted);
    const told = rows.flatMap((row, at) =>
      at % step === 0 ? [{ score: scoreOf(row), isYes: isYes[at] === true }] : [],
    );
    const likelihood = fitLikelihood({
      own: told.map(({ score }) => score),
      rival: told.map(() => 0),
      isYes: told.map((one) => one.isYes),
    });
    return (row) => {
      if (this.#labels[row] === undefined) return 1;
      const probability = probabilityOf(likelihood, scoreOf(row), 0);
      const all = rows.length;
      return (probability / yes + doubt / all) / ((1 - probability) / no + doubt / all);
    };
  }

  /** By word, what it says for the theme in a text that is itself left out: of those with the label, or of those without. */
  #weights(
    counts: { yes: Float64Array; no: Float64Array },
    { yes, no }: { yes: number; no: number },
    [mine, others]: readonly [number, number],
  ): Float64Array {
    return counts.yes.map((withLabel, slot) => {
      const [inYes, inNo] = [withLabel - mine, (counts.no[slot] ?? 0) - others];
      // A word that stands in few texts says little: both sides begin where it stands on the whole.
      const usual = (smoothing * (inYes + inNo)) / (yes + no);
      if (usual === 0) return 0;
      return Math.log((inYes + usual) / (yes + smoothing) / ((inNo + usual) / (no + smoothing)));
    });
  }
}
