import { ModelFault } from '../faults/fault.ts';

/** Something that a command may use up: calls, or dollars. */
export interface Allotment {
  left: number;
  /** What one call takes of it: its estimated cost in dollars before it leaves, and the true one after. */
  of: 'calls' | 'dollars';
  /** Said when it is used up. */
  because: string;
}

/** What calls need of whoever minds what may be spent. */
export interface Purse {
  /** @throws ModelFault `budget_spent` where the call is not covered any more */
  reserve(dollars: number): void | Promise<void>;
  settle(reserved: number, dollars: number): void;
  release(dollars: number): void;
}

/** What may still be spent: reserved before a call leaves, put right when its cost is known. */
export class Budget implements Purse {
  readonly #allotments: Allotment[];

  constructor(allotments: Allotment[]) {
    this.#allotments = allotments;
  }

  /** @throws ModelFault `budget_spent` where the call is not covered any more */
  reserve(dollars: number): void {
    const spent = this.#allotments.find(({ left, of }) => left < (of === 'calls' ? 1 : dollars));
    if (spent !== undefined) throw new ModelFault('budget_spent', spent.because);
    this.#spend('calls', 1);
    this.#spend('dollars', dollars);
  }

  /** A call that was reserved with so much did cost so much. */
  settle(reserved: number, dollars: number): void {
    this.#spend('dollars', dollars - reserved);
  }

  /** A call that was reserved did not leave. */
  release(dollars: number): void {
    this.#spend('calls', -1);
    this.#spend('dollars', -dollars);
  }

  #spend(what: Allotment['of'], amount: number): void {
    for (const part of this.#allotments) if (part.of === what) part.left -= amount;
  }
}
