import type { Question, Reply } from '../queue/question.ts';
import type { Court } from '../queue/run-context.ts';
import { isStumble } from './retry-rule.ts';

/** Dockets in a row that may bring nothing: to a model that never answered such a docket, and to one that did. */
const patience = { unproven: 2, proven: 8 };

/** Several judges that are asked together, as long as the model can answer that. */
export class Stack {
  readonly #court: Court;
  /** The model has answered them. */
  isProven = false;
  #inVain = 0;
  #isChecking = false;
  /** The docket that is finding out whether the model can answer. */
  #finding: Promise<unknown> | undefined;
  /** They are not asked together any more. */
  isOver = false;

  constructor(court: Court) {
    this.#court = court;
  }

  /** It was asked in vain, and has never answered. */
  get isInDoubt(): boolean {
    return !this.isProven && this.#inVain > 0;
  }

  /** Once all that came at the same time are there: a ticket's questions are not torn apart. */
  whenWhole(check: () => void): void {
    if (this.#isChecking) return;
    this.#isChecking = true;
    setImmediate(() => {
      this.#isChecking = false;
      check();
    });
  }

  /** Sends a docket, one after the other until the model has answered one: one that can't is asked little. */
  async send(docket: () => Promise<unknown>): Promise<void> {
    while (!this.isProven && !this.isOver && this.#finding !== undefined) await this.#finding;
    const sending = docket();
    if (!this.isProven && !this.isOver) this.#finding = sending;
    await sending;
    this.#finding = undefined;
  }

  learn(replies: readonly Reply<unknown>[]): void {
    const answered = replies.filter(({ ok }) => ok).length;
    if (answered > 0) {
      this.isProven = true;
      this.#inVain = 0;
      const isCutOff = replies.some((reply) => !reply.ok && reply.cause === 'truncated_answer');
      this.#court.gauge.learn(answered, isCutOff);
    } else if (replies.every((reply) => !reply.ok && isStumble(reply.cause))) this.#fail();
  }

  #fail(): void {
    this.#inVain += 1;
    if (this.isOver || this.#inVain < patience[this.isProven ? 'proven' : 'unproven']) return;
    this.isOver = true;
    this.#court.say?.(
      'No usable answer about several themes at once: each judge is asked by itself from here on',
    );
    if (!this.isProven) this.#court.gauge.learnNoStacks();
  }
}

/** Whether all of it is for one of several judges. */
export function isOfOne(
  docket: readonly { question: Question }[],
  stack: Stack | undefined,
): boolean {
  return stack !== undefined && new Set(docket.map(({ question }) => question.agent)).size === 1;
}
