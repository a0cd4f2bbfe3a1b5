/** Calls for repairs beyond what their proportion to the plan allows. */
const spare = 8;
/** What a run takes without any, by its plan, where many of its calls leave before they are full. */
const unfull = 1.2;

/**
 * What it may cost to ask again. All calls of a run together stay within three times what was
 * planned and ten: a model that is useless at times gets its repairs, and one that is useless most
 * of the time no more of them.
 */
export class Repairs {
  readonly #plannedFor: (tickets: number) => number;
  #tickets = 0;
  /** Calls for what was asked for the first time. */
  #first = 0;
  /** Calls for what was asked in vain before. */
  #again = 0;

  /** @param plannedFor calls that so many tickets were to take, where that was said before they were read */
  constructor(plannedFor: (tickets: number) => number = () => Number.POSITIVE_INFINITY) {
    this.#plannedFor = plannedFor;
  }

  /** So many tickets more are read. */
  read(tickets: number): void {
    this.#tickets += tickets;
  }

  /** So much of a call is for what nobody was asked before. */
  askFirst(calls: number): void {
    this.#first += calls;
  }

  /** Whether so much of a call may go into repairs; what may is counted. */
  askAgain(calls: number): boolean {
    if (this.#again + calls > this.#allowance()) return false;
    this.#again += calls;
    return true;
  }

  /** A repair that was counted was not needed. */
  giveBack(calls: number): void {
    this.#again -= calls;
  }

  /**
   * Twice as much as the run takes without any, and less than that by what was planned: calls that leave before they
   * are full make it a few more. Where far more judges are asked than was planned for, half as much: every ticket
   * could be lost otherwise.
   */
  #allowance(): number {
    const planned = this.#tickets === 0 ? Infinity : this.#plannedFor(this.#tickets);
    const within = Math.min(2 * this.#first, 3 * planned - this.#first, (3 - unfull) * planned);
    return Math.max(within + spare, this.#first / 2);
  }
}
