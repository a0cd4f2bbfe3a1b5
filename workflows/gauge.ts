/** How much goes into one docket: tickets, and tokens of the whole call, prompt and answer. */
export class Gauge {
  readonly tickets: number;
  #tokens: number;

  constructor(tickets: number, tokens = Number.POSITIVE_INFINITY) {
    this.tickets = tickets;
    this.#tokens = tokens;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** A call of so many tokens did not fit into the model's context: half of that may. */
  lower(tokens: number): void {
    this.#tokens = Math.min(this.#tokens, tokens / 2);
  }
}
