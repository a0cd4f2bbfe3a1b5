import type { Case } from './case.ts';
import type { Diagnosis } from './diagnose-case.ts';

/** Two themes of which one is said in the place of the other. */
export interface Confusion {
  /** The theme with the wrong yes, and the one that was missed. */
  themes: [taken: string, missed: string];
  /** Tickets in which that happened. */
  swapped: number;
  /** Tickets with the label of the missed one. */
  labelled: number;
}

/** Fewer swaps are chance, as is a smaller share of the missed theme's tickets. */
const fewestSwaps = 3;
const leastShare = 0.1;

/** Counts pairs of a wrong yes and a missed theme in one ticket. */
export class PairCounter {
  readonly swaps = new Map<string, Confusion['themes']>();
  readonly counts = new Map<string, number>();
  readonly labels = new Map<string, number>();

  count(known: Pick<Case, 'gold'>, { wrongYes, missed }: Diagnosis['swap']): void {
    for (const theme of known.gold ?? []) add(this.labels, theme);
    for (const taken of wrongYes)
      for (const left of missed) {
        const key = JSON.stringify([taken, left]);
        this.swaps.set(key, [taken, left]);
        add(this.counts, key);
      }
  }
}

/** The pairs that are taken for one another too often for chance, most often first. */
export function confusionsOf({ swaps, counts, labels }: PairCounter): Confusion[] {
  return [...swaps]
    .map(([key, themes]) => ({
      themes,
      swapped: counts.get(key) ?? 0,
      labelled: labels.get(themes[1]) ?? 0,
    }))
    .filter(({ swapped, labelled }) => swapped >= fewestSwaps && swapped >= leastShare * labelled)
    .sort((one, other) => other.swapped - one.swapped);
}

export function isConfused(
  confusions: readonly Confusion[],
  taken: string,
  missed: string,
): Confusion | undefined {
  return confusions.find(({ themes }) => themes[0] === taken && themes[1] === missed);
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
