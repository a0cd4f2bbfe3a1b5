import type { Model } from '@openai/agents';
import type { AgentSpec } from '../agents/answer.ts';
import type { FailureCause } from '../src/domain/outcome.ts';
import type { Court } from './court.ts';
import type { Stage } from './flow.ts';
import { DocketRunner, type Question, type Reply } from './run-docket.ts';
import { settleAll } from './settle-all.ts';

/** Smaller dockets can mend these: the fault may be the docket's, or one ticket's in it. */
const mendedBySplitting: ReadonlySet<FailureCause> = new Set([
  'text_instead_of_tool',
  'bad_arguments',
  'wrong_ids',
  'contradictory_answers',
  'truncated_answer',
  'context_overflow',
  'refusal',
  'empty_answer',
  'timeout',
]);

interface Waiting<Answer> {
  question: Question;
  resolve: (reply: Reply<Answer>) => void;
  reject: (error: unknown) => void;
}

/** Where questions to one agent wait until a docket is full, and where its answers come back. */
export class Desk<Answer> {
  readonly #court: Court;
  readonly #stage: Stage;
  readonly #runner: DocketRunner<Answer>;
  readonly #pending = new Map<string, Promise<Reply<Answer>>>();
  #waiting: Waiting<Answer>[] = [];

  constructor(court: Court, stage: Stage, spec: AgentSpec<Answer>, model: Model) {
    this.#court = court;
    this.#stage = stage;
    this.#runner = new DocketRunner(court, spec, model, stage === 'judges');
    court.flow.onFlush(stage, () => this.#flush());
  }

  /** Asks once: the ledger's answer if it holds one, or the one that is already on its way. */
  ask(question: Question): Promise<Reply<Answer>> {
    const pending = this.#pending.get(question.address);
    if (pending !== undefined) return pending;
    const reply = this.#askNew(question).finally(() => this.#pending.delete(question.address));
    this.#pending.set(question.address, reply);
    return reply;
  }

  async #askNew(question: Question): Promise<Reply<Answer>> {
    const arrived = this.#court.flow.expect(this.#stage);
    try {
      const stored = await this.#court.flow.during(() => this.#court.lookUp(question.address));
      if (stored !== undefined)
        return { ok: true, answer: JSON.parse(stored.body) as Answer, reused: true };
      return await new Promise<Reply<Answer>>((resolve, reject) => {
        this.#waiting.push({ question, resolve, reject });
        if (this.#waiting.length >= this.#court.docketSize) this.#flush();
        arrived();
      });
    } finally {
      arrived();
    }
  }

  #flush(): boolean {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return false;
    void this.#court.flow.during(async () => {
      try {
        const replies = await this.#send(
          waiting.map(({ question }) => question),
          null,
        );
        for (const [index, { resolve }] of waiting.entries())
          resolve(replies[index] as Reply<Answer>);
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    });
    return true;
  }

  /**
   * Asks about a docket; what comes back wrong is split and asked again, down to single tickets,
   * and each of those once more: a fault in passing must not cost a ticket its answer.
   */
  async #send(
    questions: Question[],
    parent: string | null,
    isLastChance = false,
  ): Promise<Reply<Answer>[]> {
    const { id, replies, cause } = await this.#runner.run(questions, parent);
    if (cause === undefined || !mendedBySplitting.has(cause) || isLastChance) return replies;
    if (questions.length === 1) return this.#send(questions, id, true);
    const middle = Math.ceil(questions.length / 2);
    const halves = await settleAll([
      this.#send(questions.slice(0, middle), id),
      this.#send(questions.slice(middle), id),
    ]);
    return halves.flat();
  }
}
