/** Of a context's length so much is filled: tokens are estimated, and reasoning takes room too. */
const fill = 0.7;
/** No call takes more than this share of a minute's tokens, or it would wait for the next minute. */
const shareOfMinute = 0.1;

/** How much goes into one docket: tickets, and tokens of the whole call, prompt and answer. */
export class Gauge {
  readonly tickets: number;
  #tokens: number;

  /** So many tickets, as far as the model's context and the tokens of a minute allow. */
  constructor(tickets: number, contextLength?: number, tokensPerMinute?: number) {
    this.tickets = tickets;
    this.#tokens = Math.min(
      (contextLength ?? Number.POSITIVE_INFINITY) * fill,
      (tokensPerMinute ?? Number.POSITIVE_INFINITY) * shareOfMinute,
    );
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Other dockets to the same model. */
  withTickets(tickets: number): Gauge {
    const gauge = new Gauge(tickets);
    gauge.#tokens = this.#tokens;
    return gauge;
  }

  /** A call of so many tokens did not fit into the model's context: half of that may. */
  lower(tokens: number): void {
    this.#tokens = Math.min(this.#tokens, tokens / 2);
  }
}
