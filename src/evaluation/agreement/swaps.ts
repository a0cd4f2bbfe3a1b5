import type { Disagreement } from './disagreements.ts';

/** Two themes of which the run said one and people the other, of the same tickets. */
export interface Swap {
  said: string;
  missed: string;
  tickets: number;
}

/** Counts which themes are said in the place of which. */
export class Swaps {
  readonly #counts = new Map<string, Swap>();

  add({ extra, missed }: Pick<Disagreement, 'extra' | 'missed'>): void {
    for (const said of extra)
      for (const left of missed) {
        const key = JSON.stringify([said, left]);
        const swap = this.#counts.get(key) ?? { said, missed: left, tickets: 0 };
        swap.tickets += 1;
        this.#counts.set(key, swap);
      }
  }

  /** The most frequent first. */
  list(most: number): Swap[] {
    return [...this.#counts.values()]
      .sort((one, other) => other.tickets - one.tickets)
      .slice(0, most);
  }
}
