import {
  type Agent,
  MaxTurnsExceededError,
  type Model,
  type RunItem,
  withTrace,
} from '@openai/agents';
import { buildAgent, type Docket, handoffTo } from '../agents/agent.ts';
import type { AgentSpec, Unfit } from '../agents/answer.ts';
import { docketIds, type Line, renderDocket } from '../agents/docket.ts';
import type { FailureCause } from '../src/domain/outcome.ts';
import type { CallRow, DocketRow } from '../src/ledger/schema.ts';
import { hopeless, ModelFault, stopping } from '../src/model/fault.ts';
import { cutOffCall } from '../src/model/normalise.ts';
import { readFault } from '../src/model/read-fault.ts';
import { recordedBy } from '../src/trace/span-router.ts';
import type { Court } from './court.ts';

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

interface DocketReport<Answer> {
  id: string;
  /** One for each question, in their order. */
  replies: Reply<Answer>[];
}

/** Runs one agent over dockets, each in a trace of its own, and records what came of them. */
export class DocketRunner<Answer> {
  readonly #court: Court;
  readonly #spec: AgentSpec<Answer>;
  readonly #handsOver: boolean;
  readonly #agent: Agent<Docket<Answer>>;
  readonly #handOver: ReturnType<typeof handoffTo<Answer>>;

  /** With `handsOver` triage hands each docket to the agent by an SDK handoff. */
  constructor(court: Court, spec: AgentSpec<Answer>, model: Model, handsOver: boolean) {
    this.#court = court;
    this.#spec = spec;
    this.#handsOver = handsOver;
    this.#agent = buildAgent(spec, model, { temperature: 0 });
    const { handOver } = court;
    this.#handOver = handoffTo(this.#agent, handOver && ((own) => handOver(own, spec.name)));
  }

  /** Rejects only where no further call of the run can succeed, or the run was stopped. */
  async run(questions: Question[], parent: string | null): Promise<DocketReport<Answer>> {
    const id = this.#court.newDocketId();
    const ids = docketIds(questions.map(({ address }) => address));
    const docket: Docket<Answer> = { ids };
    // In the order of their ids, which follow from the questions: shuffled, and the same every time.
    const entries = questions
      .map((question, index) => ({ ...question, id: ids[index] ?? '' }))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const { fault, ...time } = await this.#court
      .limit(async () => {
        if (this.#court.stop.aborted) throw new ModelFault('interrupted', 'the run was stopped');
        const started_at = Date.now();
        const clock = performance.now();
        const fault = await this.#attempt(id, entries, docket);
        return { fault, started_at, milliseconds: performance.now() - clock };
      })
      .catch(async (error: unknown) => {
        await this.#court.ledger.writePaid({ calls: this.#court.takeCalls(id) });
        throw error;
      });
    const calls = this.#court.takeCalls(id);
    const row: DocketRow = {
      id,
      run: this.#court.run,
      agent: this.#spec.name,
      size: questions.length,
      answered: docket.answers?.size ?? 0,
      parent,
      ...time,
      cause: fault?.cause ?? null,
      detail: fault === undefined ? null : this.#kept(fault.detail),
      calls: this.#court.recorder.takeCalls(id),
      tokens_in: sum(calls, 'tokens_in'),
      tokens_cached: sum(calls, 'tokens_cached'),
      tokens_out: sum(calls, 'tokens_out'),
    };
    const replies = ids.map((ticket): Reply<Answer> => {
      const answer = docket.answers?.get(ticket);
      if (answer !== undefined) return { ok: true, answer, reused: false };
      return { ok: false, ...(fault ?? noAnswer) };
    });
    await this.#court.ledger.writePaid({
      dockets: [row],
      calls,
      unanswered: questions.flatMap(({ row }, index) =>
        replies[index]?.ok ? [] : [{ run: this.#court.run, row, docket: id }],
      ),
      answers: questions.flatMap(({ address }, index) => {
        const reply = replies[index];
        return reply?.ok
          ? [{ address, agent: this.#spec.name, docket: id, body: JSON.stringify(reply.answer) }]
          : [];
      }),
    });
    return { id, replies };
  }

  #kept(detail: string): string {
    return this.#court.redactor?.sentence(detail) ?? detail;
  }

  /** Returns why there is no answer, or not one for every ticket. */
  async #attempt(
    id: string,
    entries: (Question & { id: string })[],
    docket: Docket<Answer>,
  ): Promise<Unfit | undefined> {
    const entry = this.#handsOver
      ? this.#handOver({
          tickets: entries.map(({ id: ticket, reason }) => ({ ticket, reason })),
        })
      : this.#agent;
    const turns = (entries.length === 1 ? 2 : 1) + this.#spec.helpers.length * 2;
    const prompt = renderDocket(
      entries.map((entry) => entry.id),
      entries.map(({ line }) => line),
    );
    try {
      const { newItems } = await withTrace(
        this.#spec.name,
        () =>
          this.#court.runner.run(entry, prompt, {
            context: docket,
            maxTurns: turns + (this.#handsOver ? 1 : 0),
            signal: this.#court.abort,
          }),
        { traceId: id, groupId: this.#court.run, metadata: recordedBy(this.#court.recorder) },
      );
      if (docket.unfit !== undefined && newItems.some(isCutOff))
        return { cause: 'truncated_answer', detail: docket.unfit.detail };
    } catch (error) {
      const fault = readFault(error);
      // Running out of turns is no fault of its own: what went wrong in them is in the docket.
      if (fault === undefined && !(error instanceof MaxTurnsExceededError)) throw error;
      if (fault !== undefined) {
        if (hopeless.has(fault.failure) || stopping.has(fault.failure)) throw fault;
        return { cause: fault.failure, detail: fault.message };
      }
    }
    return docket.answers === undefined ? (docket.unfit ?? noAnswer) : docket.unfit;
  }
}

function sum(calls: CallRow[], column: 'tokens_in' | 'tokens_cached' | 'tokens_out'): number {
  return calls.reduce((total, call) => total + call[column], 0);
}

const noAnswer: Unfit = { cause: 'text_instead_of_tool', detail: 'answered without the tool' };

function isCutOff({ rawItem }: RunItem): boolean {
  return rawItem?.type === 'function_call' && rawItem.callId.startsWith(cutOffCall);
}
