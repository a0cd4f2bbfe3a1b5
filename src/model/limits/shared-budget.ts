import { ModelFault } from '../faults/fault.ts';
import type { Allotment, Purse } from './budget.ts';

/** An allotment that several processes spend from. */
export interface SharedAllotment extends Pick<Allotment, 'of' | 'because'> {
  /** Returns whether there was so much. */
  take(amount: number): Promise<boolean>;
  overdraw(amount: number): Promise<void>;
  giveBack(amount: number): Promise<void>;
  /** Looks for more where it seems to be spent. */
  refill(): Promise<void>;
}

/** What may still be spent by all processes together. */
export class SharedBudget implements Purse {
  readonly #allotments: readonly SharedAllotment[];
  /** What went wrong with a settlement, which nobody waits for. */
  #failure: { error: unknown } | undefined;

  constructor(allotments: readonly SharedAllotment[]) {
    this.#allotments = allotments;
  }

  async reserve(dollars: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const taken: SharedAllotment[] = [];
    for (const part of this.#allotments) {
      if (await takeFrom(part, part.of === 'calls' ? 1 : dollars)) {
        taken.push(part);
        continue;
      }
      for (const before of taken) await before.giveBack(before.of === 'calls' ? 1 : dollars);
      throw new ModelFault('budget_spent', part.because);
    }
  }

  settle(reserved: number, dollars: number): void {
    for (const part of this.#allotments)
      if (part.of === 'dollars' && dollars !== reserved)
        this.#watch(
          dollars > reserved
            ? part.overdraw(dollars - reserved)
            : part.giveBack(reserved - dollars),
        );
  }

  release(dollars: number): void {
    for (const part of this.#allotments)
      this.#watch(part.giveBack(part.of === 'calls' ? 1 : dollars));
  }

  #watch(work: Promise<void>): void {
    work.catch((error) => {
      this.#failure ??= { error };
    });
  }
}

async function takeFrom(part: SharedAllotment, amount: number): Promise<boolean> {
  if (await part.take(amount)) return true;
  await part.refill();
  return part.take(amount);
}
