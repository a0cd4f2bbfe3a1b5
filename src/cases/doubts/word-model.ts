import { wordsIn } from '../../learning/features.ts';
import { fitLikelihood, probabilityOf } from '../../learning/likelihood.ts';
import { NearTwins } from './near-twins.ts';

/** Fewer texts with a label, or without it, teach nothing. */
const fewestOfEach = 5;
/** Texts that a word's usual frequency is worth. */
const smoothing = 5;
/** Keeps odds within about 20 to 1 either way. */
const doubt = 0.05;

/**
 * Says from the words of a text, and the labels of all others, how likely a theme applies: naive Bayes, each text left
 * out of what is learned for it, and its scores made probabilities on the labels.
 */
export class WordModel {
  readonly #slots = new Map<string, number>();
  /** By slot, once they are asked for. */
  #words: string[] | undefined;
  readonly #texts = new Map<number, Int32Array>();
  readonly #labels = new Map<number, readonly string[]>();

  /** Texts with labels. */
  get size(): number {
    return this.#labels.size;
  }

  /** @param labels nothing where nobody labelled the text */
  learn(row: number, text: string, labels: readonly string[] | undefined): void {
    this.#words = undefined;
    const words = [...new Set(wordsIn(text))];
    const slots = Int32Array.from(words, (word) => {
      const slot = this.#slots.get(word) ?? this.#slots.size;
      this.#slots.set(word, slot);
      return slot;
    });
    this.#texts.set(row, slots);
    if (labels !== undefined) this.#labels.set(row, labels);
  }

  /** The different words of a text. */
  wordsOf(row: number): string[] {
    this.#words ??= [...this.#slots.keys()];
    return [...(this.#texts.get(row) ?? [])].map((slot) => this.#words?.[slot] ?? '');
  }

  /** Finds texts of nearly the same words. */
  twins(): NearTwins {
    return new NearTwins(this.#texts, this.#slots.size);
  }

  /** How many of the texts have each word. */
  spread(): (word: string) => number {
    const counts = new Int32Array(this.#slots.size);
    for (const own of this.#texts.values())
      for (const slot of own) counts[slot] = (counts[slot] ?? 0) + 1;
    return (word) => counts[this.#slots.get(word) ?? -1] ?? 0;
  }

  isLabelled(row: number, theme: string): boolean | undefined {
    return this.#labels.get(row)?.includes(theme);
  }

  /** By row, how many times likelier the words are where the theme applies; nothing where there is too little to learn. */
  evidence(theme: string): (row: number) => number {
    const rows = [...this.#labels.keys()];
    const isYes = rows.map((row) => this.isLabelled(row, theme) === true);
    const yes = isYes.filter((label) => label).length;
    const no = rows.length - yes;
    if (Math.min(yes, no) < fewestOfEach) return () => 1;
    const counts = {
      yes: new Float64Array(this.#slots.size),
      no: new Float64Array(this.#slots.size),
    };
    for (const [at, row] of rows.entries())
      for (const slot of this.#texts.get(row) ?? []) {
        const side = isYes[at] ? counts.yes : counts.no;
        side[slot] = (side[slot] ?? 0) + 1;
      }
    const whenYes = this.#weights(counts, { yes, no }, [1, 0]);
    const whenNo = this.#weights(counts, { yes, no }, [0, 1]);
    const own = rows.map((row, at) => {
      const slots = this.#texts.get(row) ?? new Int32Array();
      const weights = isYes[at] ? whenYes : whenNo;
      let score = 0;
      for (const slot of slots) score += weights[slot] ?? 0;
      return score / Math.sqrt(Math.max(1, slots.length));
    });
    const rival = own.map(() => 0);
    const likelihood = fitLikelihood({ own, rival, isYes });
    const odds = new Map(
      rows.map((row, at) => {
        const probability = probabilityOf(likelihood, own[at] ?? 0, 0);
        const all = rows.length;
        const times = (probability / yes + doubt / all) / ((1 - probability) / no + doubt / all);
        return [row, times] as const;
      }),
    );
    return (row) => odds.get(row) ?? 1;
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
