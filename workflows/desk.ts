import { type Agent, MaxTurnsExceededError, type Model, withTrace } from '@openai/agents';
import { buildAgent, type Docket, handoffTo } from '../agents/agent.ts';
import type { AgentSpec } from '../agents/answer.ts';
import { docketIds, type Line, renderDocket } from '../agents/docket.ts';
import type { FailureCause } from '../src/domain/outcome.ts';
import type { DocketRow } from '../src/ledger/schema.ts';
import { hopeless, ModelFault } from '../src/model/fault.ts';
import { readFault } from '../src/model/read-fault.ts';
import type { Court } from './court.ts';
import type { Stage } from './flow.ts';

/** What one agent is asked about one ticket. */
export interface Question {
  address: string;
  row: number;
  line: Line;
  /** Why triage hands the ticket over. */
  reason: string;
}

/** An answer, or why there is none: never both, and never a guess. */
export type Reply<Answer> =
  | { ok: true; answer: Answer; reused: boolean }
  | { ok: false; cause: FailureCause; detail: string };

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
  readonly #spec: AgentSpec<Answer>;
  readonly #stage: Stage;
  readonly #agent: Agent<Docket<Answer>>;
  readonly #handOver: ReturnType<typeof handoffTo<Answer>>;
  readonly #pending = new Map<string, Promise<Reply<Answer>>>();
  #waiting: Waiting<Answer>[] = [];

  constructor(court: Court, stage: Stage, spec: AgentSpec<Answer>, model: Model) {
    this.#court = court;
    this.#spec = spec;
    this.#stage = stage;
    this.#agent = buildAgent(spec, model, { temperature: 0 });
    this.#handOver = handoffTo(this.#agent);
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

  /** Asks about a docket; what comes back wrong is split and asked again, down to single tickets. */
  async #send(questions: Question[], parent: string | null): Promise<Reply<Answer>[]> {
    const { id, replies, cause } = await this.#run(questions, parent);
    if (cause === undefined || questions.length === 1 || !mendedBySplitting.has(cause))
      return replies;
    const middle = Math.ceil(questions.length / 2);
    const halves = await Promise.all([
      this.#send(questions.slice(0, middle), id),
      this.#send(questions.slice(middle), id),
    ]);
    return halves.flat();
  }

  async #run(questions: Question[], parent: string | null) {
    const id = this.#court.newDocketId();
    const ids = docketIds(questions.map(({ address }) => address));
    const docket: Docket<Answer> = { ids };
    const { fault, ...time } = await this.#court.limit(async () => {
      if (this.#court.stop.aborted) throw new ModelFault('interrupted', 'the run was stopped');
      const started_at = Date.now();
      const clock = performance.now();
      const fault = await this.#attempt(id, questions, docket);
      return { fault, started_at, milliseconds: performance.now() - clock };
    });
    const row: DocketRow = {
      id,
      run: this.#court.run,
      agent: this.#spec.name,
      size: questions.length,
      parent,
      ...time,
      cause: fault?.cause ?? null,
      detail: fault?.detail ?? null,
      ...this.#court.tally(id),
    };
    const replies = questions.map((_, index): Reply<Answer> => {
      if (fault !== undefined) return { ok: false, ...fault };
      return { ok: true, answer: docket.answers?.get(ids[index] ?? '') as Answer, reused: false };
    });
    await this.#court.ledger.write({
      dockets: [row],
      unanswered:
        fault === undefined
          ? []
          : questions.map(({ row }) => ({ run: this.#court.run, row, docket: id })),
      answers: questions.flatMap(({ address }, index) => {
        const reply = replies[index];
        return reply?.ok
          ? [{ address, agent: this.#spec.name, docket: id, body: JSON.stringify(reply.answer) }]
          : [];
      }),
    });
    return { id, replies, cause: fault?.cause };
  }

  /** Runs the agent once. Rejects only where no further call of the run can succeed. */
  async #attempt(
    id: string,
    questions: Question[],
    docket: Docket<Answer>,
  ): Promise<{ cause: FailureCause; detail: string } | undefined> {
    const handedOver = this.#stage === 'judges';
    const entry = handedOver
      ? this.#handOver({
          tickets: questions.map(({ reason }, index) => ({
            ticket: docket.ids[index] ?? '',
            reason,
          })),
        })
      : this.#agent;
    const turns = (questions.length === 1 ? 2 : 1) + this.#spec.helpers.length * 2;
    const prompt = renderDocket(
      docket.ids,
      questions.map(({ line }) => line),
    );
    try {
      await withTrace(
        this.#spec.name,
        () =>
          this.#court.runner.run(entry, prompt, {
            context: docket,
            maxTurns: turns + (handedOver ? 1 : 0),
            signal: this.#court.abort,
          }),
        { traceId: id, groupId: this.#court.run },
      );
    } catch (error) {
      const fault = readFault(error);
      // Running out of turns is no fault of its own: what went wrong in them is in the docket.
      if (fault === undefined && !(error instanceof MaxTurnsExceededError)) throw error;
      if (fault !== undefined) {
        if (hopeless.has(fault.failure) || fault.failure === 'interrupted') throw fault;
        return { cause: fault.failure, detail: fault.message };
      }
    }
    if (docket.answers !== undefined) return undefined;
    return docket.unfit ?? { cause: 'text_instead_of_tool', detail: 'answered without the tool' };
  }
}
