import type { Mark } from './mark.ts';

/** How often a theme was said and was right, over tickets. What failed is counted apart. */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  failed: number;
}

/** Where a ticket counts: a place for every theme that was said, is right or failed. Most are neither. */
export type Cells = readonly number[];

const [hit, falseYes, falseNo, failure] = [0, 1, 2, 3];
const kinds = 4;

export function cellReader(themes: readonly string[]): (mark: Mark) => Cells {
  const places = new Map(themes.map((id, index) => [id, kinds * index]));
  return ({ gold, said, failed }) => {
    const cells: number[] = [];
    const add = (theme: string, kind: number) => {
      const place = places.get(theme);
      if (place !== undefined) cells.push(place + kind);
    };
    for (const theme of failed) add(theme, failure);
    for (const theme of said)
      if (!failed.includes(theme)) add(theme, gold.includes(theme) ? hit : falseYes);
    for (const theme of gold)
      if (!failed.includes(theme) && !said.includes(theme)) add(theme, falseNo);
    return cells;
  };
}

/** The counts of all themes: plain numbers, because a bootstrap counts thousands of times. */
export class Tally {
  readonly #counts: Int32Array;

  constructor(themes: number) {
    this.#counts = new Int32Array(kinds * themes);
  }

  /** Counts anew: each ticket once, or as often as it is said. */
  count(tickets: readonly Cells[], times?: Uint32Array): void {
    this.#counts.fill(0);
    for (let ticket = 0; ticket < tickets.length; ticket++) {
      const often = times === undefined ? 1 : (times[ticket] ?? 0);
      if (often === 0) continue;
      for (const cell of tickets[ticket] ?? [])
        this.#counts[cell] = (this.#counts[cell] ?? 0) + often;
    }
  }

  confusion(theme: number): Confusion {
    const at = (kind: number) => this.#counts[kinds * theme + kind] ?? 0;
    return {
      truePositives: at(hit),
      falsePositives: at(falseYes),
      falseNegatives: at(falseNo),
      failed: at(failure),
    };
  }

  /** The F1 of every theme, then their mean, then that of all themes together; NaN where there is none. */
  f1s(): Float64Array {
    const themes = this.#counts.length / kinds;
    const found = new Float64Array(themes + 2);
    const all = { hits: 0, falseYes: 0, falseNo: 0 };
    let sum = 0;
    let supported = 0;
    for (let theme = 0; theme < themes; theme++) {
      const { truePositives, falsePositives, falseNegatives } = this.confusion(theme);
      const f1 = f1Of(truePositives, falsePositives, falseNegatives);
      found[theme] = f1;
      all.hits += truePositives;
      all.falseYes += falsePositives;
      all.falseNo += falseNegatives;
      if (Number.isNaN(f1)) continue;
      sum += f1;
      supported += 1;
    }
    found[themes] = supported === 0 ? Number.NaN : sum / supported;
    found[themes + 1] = f1Of(all.hits, all.falseYes, all.falseNo);
    return found;
  }
}

/** The harmonic mean of precision and recall; NaN where nothing should have been found. */
function f1Of(truePositives: number, falsePositives: number, falseNegatives: number): number {
  return truePositives + falseNegatives === 0
    ? Number.NaN
    : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
