import { type Counts, featureSpace } from './features.ts';

/** A text as a learner reads it: features and what each weighs. Words and letters have length 1 each. */
export interface Vector {
  slots: Int32Array;
  values: Float32Array;
  /** The square of its length. */
  square: number;
}

/** In how many texts each feature stands: the rarer, the more it weighs. It may go on counting. */
export class Rarity {
  readonly frequencies: Uint32Array;
  texts: number;

  constructor(frequencies = new Uint32Array(featureSpace), texts = 0) {
    this.frequencies = frequencies;
    this.texts = texts;
  }

  add({ words, letters }: Counts): void {
    this.texts += 1;
    for (const block of [words, letters])
      for (const slot of block.keys()) this.frequencies[slot] = (this.frequencies[slot] ?? 0) + 1;
  }

  /** Sublinear TF-IDF. A feature that stands in none of the texts has nothing to say, and is left out. */
  weigh({ words, letters }: Counts): Vector {
    const slots = new Int32Array(words.size + letters.size);
    const values = new Float32Array(words.size + letters.size);
    let length = 0;
    let square = 0;
    for (const block of [words, letters]) {
      const start = length;
      let squares = 0;
      for (const [slot, count] of block) {
        const frequency = this.frequencies[slot] ?? 0;
        if (frequency === 0) continue;
        const value = (1 + Math.log(count)) * (1 + Math.log((this.texts + 1) / (frequency + 1)));
        slots[length] = slot;
        values[length] = value;
        length += 1;
        squares += value ** 2;
      }
      if (squares === 0) continue;
      square += 1;
      for (let at = start; at < length; at++) values[at] = (values[at] ?? 0) / Math.sqrt(squares);
    }
    return { slots: slots.subarray(0, length), values: values.subarray(0, length), square };
  }
}

export function rarityOf(counts: readonly Counts[]): Rarity {
  const rarity = new Rarity();
  for (const own of counts) rarity.add(own);
  return rarity;
}
