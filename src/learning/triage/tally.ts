/** A stretch of a run, in the order of its tickets. */
export interface Stretch {
  tickets: number;
  asked: number;
  unasked: number;
  /** Questions that were asked though they need not have been. */
  audited: number;
  /** With 95 % certainty no more yes were lost from the run's beginning to the end of this stretch. */
  lostAtMost: number;
}

/** What was asked, over a run or for one theme. */
export class Tally {
  questions = 0;
  asked = 0;
  /** Asked though the chance was below 1. */
  audited = 0;
  yes = 0;
  /** How many lost yes the misses found stand for (D. G. Horvitz, D. J. Thompson, 1952): right on the average. */
  lostEstimate = 0;

  hear(isAsked: boolean, chance: number, isYes: boolean): void {
    this.questions += 1;
    if (!isAsked) return;
    this.asked += 1;
    this.audited += chance < 1 ? 1 : 0;
    if (!isYes) return;
    this.yes += 1;
    this.lostEstimate += (1 - chance) / chance;
  }
}

const first = 50;
const most = 20;

/** A run in stretches of equal length; where they become too many, each two are made one. */
export class Stretches {
  #size = first;
  #all: Stretch[] = [];

  get all(): readonly Stretch[] {
    return this.#all;
  }

  add(asked: number, unasked: number, audited: number, lostAtMost: number): void {
    let last = this.#all.at(-1);
    if (last === undefined || last.tickets >= this.#size) {
      if (this.#all.length === most) this.#merge();
      last = this.#all.at(-1);
      if (last === undefined || last.tickets >= this.#size) {
        last = { tickets: 0, asked: 0, unasked: 0, audited: 0, lostAtMost };
        this.#all.push(last);
      }
    }
    last.tickets += 1;
    last.asked += asked;
    last.unasked += unasked;
    last.audited += audited;
    last.lostAtMost = lostAtMost;
  }

  #merge(): void {
    this.#size *= 2;
    this.#all = this.#all.flatMap((one, at) => {
      const other = this.#all[at + 1];
      if (at % 2 === 1) return [];
      if (other === undefined) return [one];
      return {
        tickets: one.tickets + other.tickets,
        asked: one.asked + other.asked,
        unasked: one.unasked + other.unasked,
        audited: one.audited + other.audited,
        lostAtMost: other.lostAtMost,
      };
    });
  }
}
