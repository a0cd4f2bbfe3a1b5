import { z } from 'zod';

/** Of a context's length so much is filled: tokens are estimated, and reasoning takes room too. */
const fill = 0.7;
/** No call takes more than this share of a minute's tokens, or it would wait for the next minute. */
const shareOfMinute = 0.1;

/** What is known of a model's calls. */
export const KnownLength = z.object({
  /** So many answers it gets to the end of in one call. */
  answers: z.int().min(1).optional(),
  /** It answers about one theme at a time only. */
  takesNoStacks: z.boolean().optional(),
});
export type KnownLength = z.output<typeof KnownLength>;

/** How much goes into one docket: tickets, and tokens of the whole call, prompt and answer. */
export class Gauge {
  readonly tickets: number;
  #tokens: number;
  #answers = Number.POSITIVE_INFINITY;
  /** The most answers that came in one call, and calls since that were cut off before as many. */
  #most = 0;
  #cuts = 0;
  #takesNoStacks = false;
  #tell: (known: Partial<KnownLength>) => void = () => {};

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

  /** So many answers the model gets to the end of. */
  get answers(): number {
    return this.#answers;
  }

  /** Whether it was found out that the model answers about one theme at a time only. */
  get takesNoStacks(): boolean {
    return this.#takesNoStacks;
  }

  /** What was found out earlier, and who is told of what is found out now. */
  remember(known: Partial<KnownLength>, tell: (known: Partial<KnownLength>) => void): void {
    this.#answers = known.answers ?? this.#answers;
    this.#takesNoStacks = known.takesNoStacks ?? false;
    this.#tell = tell;
  }

  /** Other dockets to the same model. */
  withTickets(tickets: number): Gauge {
    const gauge = new Gauge(tickets);
    gauge.#tokens = this.#tokens;
    gauge.#answers = this.#answers;
    gauge.#takesNoStacks = this.#takesNoStacks;
    return gauge;
  }

  /** A call of so many tokens did not fit into the model's context: half of that may. */
  lower(tokens: number): void {
    this.#tokens = Math.min(this.#tokens, tokens / 2);
  }

  /** So many answers came in a call, or so many until it was cut off: twice, and no call is to bring more. */
  learn(answers: number, isCutOff: boolean): void {
    if (answers > this.#most) this.#cuts = 0;
    this.#most = Math.max(this.#most, answers);
    if (!isCutOff) return;
    this.#cuts += 1;
    if (this.#cuts < 2 || this.#most >= this.#answers) return;
    this.#answers = this.#most;
    this.#tell({ answers: this.#most });
  }

  /** It never answered about several themes at once. */
  learnNoStacks(): void {
    if (!this.#takesNoStacks) this.#tell({ takesNoStacks: true });
    this.#takesNoStacks = true;
  }
}
