import {
  type Agent,
  extractAllTextOutput,
  MaxTurnsExceededError,
  type Model,
  type RunItem,
  withTrace,
} from '@openai/agents';
import { buildAgent, type Docket, handoffTo } from '../../agent/agent.ts';
import { type AgentSpec, readText, type Unfit, withoutTool } from '../../agent/answer.ts';
import { renderTickets } from '../../agent/docket.ts';
import { ours } from '../../domain/text/own-sentence.ts';
import { ClaimsLost } from '../../ledger/processes/claims.ts';
import type { CallRow } from '../../ledger/schema.ts';
import { asking } from '../../model/asked.ts';
import { hopeless, ModelFault, ofTheTicket, stopping } from '../../model/faults/fault.ts';
import { readFault } from '../../model/faults/read-fault.ts';
import { commonestCause, describe } from '../../model/limits/fuse.ts';
import { following } from '../../model/limits/time-limit.ts';
import { isExcused, type Outcome } from '../../model/limits/usefulness.ts';
import { recordedBy } from '../../trace/span-router.ts';
import type { Stage } from '../queue/flush-signal.ts';
import { Overheard, type Said } from '../queue/overheard.ts';
import type { Question, Reply } from '../queue/question.ts';
import type { Court } from '../queue/run-context.ts';
import { type Layout, layOut, reasonsOf } from './docket-layout.ts';
import { judgeCalls, recordDocket, sharesOf } from './record-docket.ts';

interface DocketReport<Answer> {
  id: string;
  /** One for each question, in their order. */
  replies: Reply<Answer>[];
}

/** What a docket's questions went through before. */
interface Past {
  /** Questions that were asked in vain. */
  again: number;
  /** For each the part of a planned call that its answer is worth. */
  worth: readonly number[];
  /** How often claims had been lost when the questions were looked up. */
  timesLost?: number;
}

/** What came of a docket that was asked. */
interface Attempt {
  fault: Unfit | undefined;
  said: Said;
  time: { started_at: number; milliseconds: number };
}

/** Runs one agent over dockets, each in a trace of its own, and records what came of them. */
export class DocketRunner<Answer> {
  readonly #court: Court;
  readonly #spec: AgentSpec<Answer>;
  readonly #stage: Stage;
  readonly #name: string;
  readonly #agent: Agent<Docket<Answer>>;
  readonly #handOver: ReturnType<typeof handoffTo<Answer>>;
  readonly #overheard = new Overheard();

  /**
   * Judges are handed each docket by triage, in an SDK handoff.
   * @param name tells the agent from others of that name that ask another model
   */
  constructor(
    court: Court,
    spec: AgentSpec<Answer>,
    model: Model,
    stage: Stage,
    name: string = spec.name,
  ) {
    this.#court = court;
    this.#spec = spec;
    this.#stage = stage;
    this.#name = name;
    const heard = this.#overheard.listen(model, spec.tool.name);
    this.#agent = buildAgent(spec, heard, { temperature: 0 });
    const { handOver } = court;
    this.#handOver = handoffTo(this.#agent, handOver && ((own) => handOver(own, spec.name)));
  }

  /** Whether its model has answered about several tickets at once. */
  get answersTogether(): boolean {
    return this.#court.fuse.answersTogether(this.#name);
  }

  /** Rejects only where no further call of the run can succeed, or the run was stopped, or with `ClaimsLost`. */
  async run(
    questions: Question[],
    parent: string | null,
    past: Past = { again: 0, worth: questions.map(() => 1 / questions.length) },
  ): Promise<DocketReport<Answer>> {
    const { fuse, repairs } = this.#court;
    const id = this.#court.newDocketId();
    const size = questions.length;
    const asking = { agent: this.#name, stage: this.#stage, size, again: past.again };
    const useless = await fuse.enter(asking);
    if (useless !== undefined) {
      repairs.giveBack(past.again / size);
      const reply = {
        ok: false,
        cause: commonestCause(useless),
        detail: describe(useless),
      } as const;
      return { id, replies: questions.map(() => reply) };
    }
    const { timesLost = this.#court.timesLost() } = past;
    this.#court.beginCalls(id, timesLost);
    if (this.#stage === 'triage') repairs.read(size - past.again);
    repairs.askFirst(1 - past.again / size);
    let outcome: Outcome | undefined;
    try {
      const layout = layOut(questions, this.#spec.judges);
      const { ids } = layout;
      const docket: Docket<Answer> = { ids };
      const shares = sharesOf(this.#court, id, questions, this.#spec);
      if (this.#spec.judges !== undefined) this.#court.recorder.share(id, this.#spec.name, shares);
      const { fault, said, time } = await this.#ask(id, questions, layout, docket, timesLost);
      const calls = judgeCalls(this.#court.takeCalls(id), docket, fault, this.#spec);
      this.#court.spending.add(calls);
      outcome = this.#outcomeOf(docket, { fault, said }, calls, past.worth);
      const replies = ids.map((ticket): Reply<Answer> => {
        const answer = docket.answers?.get(ticket);
        if (answer !== undefined) return { ok: true, answer, reused: false };
        return { ok: false, ...(fault ?? withoutTool) };
      });
      const told = fault && { ...fault, detail: this.#kept(fault.detail) };
      const record = { id, parent, questions, replies, calls, time, fault: told };
      await recordDocket(this.#court, record, shares);
      return { id, replies };
    } finally {
      fuse.learn(asking, outcome);
    }
  }

  async #ask(
    id: string,
    questions: readonly Question[],
    layout: Layout,
    docket: Docket<Answer>,
    timesLost: number,
  ): Promise<Attempt> {
    const { repairs, stop } = this.#court;
    const asking = this.#court.limit(async () => {
      if (stop.aborted) throw new ModelFault('interrupted', ours`the run was stopped`);
      if (this.#court.timesLost() > timesLost) throw new ClaimsLost();
      const started_at = Date.now();
      const clock = performance.now();
      // A ticket that is alone may be answered at a second try, in the same conversation.
      const isRepaired = questions.length === 1 && repairs.askAgain(1);
      const helpersTurns = this.#spec.helpers.length * 2;
      const turns = (isRepaired ? 2 : 1) + helpersTurns;
      docket.handedIn = this.#overheard.begin(id);
      try {
        const fault = await this.#attempt(id, questions, layout, docket, turns);
        const said = this.#overheard.take(id);
        if (isRepaired && said.turns < 2) repairs.giveBack(1);
        // A judge that has tools of its own was to use them.
        if (helpersTurns > 0) repairs.askFirst(Math.max(0, said.turns - (isRepaired ? 2 : 1)));
        return { fault, said, time: { started_at, milliseconds: performance.now() - clock } };
      } finally {
        this.#overheard.take(id);
      }
    });
    return asking.catch(async (error: unknown) => {
      await this.#court.ledger.writePaid({ calls: this.#court.takeCalls(id) });
      throw error;
    });
  }

  #outcomeOf(
    { ids, answers }: Docket<Answer>,
    { fault, said }: Pick<Attempt, 'fault' | 'said'>,
    calls: readonly CallRow[],
    worth: readonly number[],
  ): Outcome | undefined {
    // Who answered before is not useless for what it refuses to read.
    if (
      fault !== undefined &&
      ofTheTicket.has(fault.cause) &&
      this.#court.hasAnswered(this.#spec.model)
    )
      return undefined;
    const answered = calls.filter(({ cause }) => cause === null || !isExcused(cause));
    return {
      calls: Math.max(said.turns, answered.length),
      worth: ids.reduce((sum, id, index) => sum + (answers?.has(id) ? (worth[index] ?? 0) : 0), 0),
      cause: fault?.cause,
      said: this.#kept(said.last || (fault?.detail ?? '')),
    };
  }

  #kept(detail: string): string {
    return this.#court.redactor?.sentence(detail) ?? detail;
  }

  /** Returns why there is no answer, or not one for every ticket. */
  async #attempt(
    id: string,
    questions: readonly Question[],
    { ids, tickets }: Layout,
    docket: Docket<Answer>,
    turns: number,
  ): Promise<Unfit | undefined> {
    const handsOver = this.#stage === 'judges';
    const entry = handsOver
      ? this.#handOver({ handed: reasonsOf(questions, { ids }) })
      : this.#agent;
    const { name, bare, choices } = this.#spec;
    let said = '';
    try {
      const { newItems } = await withTrace(
        name,
        () =>
          asking({ agent: name, ids, tickets, bare, choices }, () =>
            following(this.#court.abort, (signal) =>
              this.#court.runner.run(entry, renderTickets(tickets), {
                context: docket,
                maxTurns: turns + (handsOver ? 1 : 0),
                signal,
              }),
            ),
          ),
        { traceId: id, groupId: this.#court.run, metadata: recordedBy(this.#court.recorder) },
      );
      if (docket.unfit !== undefined && newItems.some(isCutOff))
        return { cause: 'truncated_answer', detail: docket.unfit.detail };
      said = extractAllTextOutput(newItems);
    } catch (error) {
      const fault = readFault(error);
      // Running out of turns is no fault of its own: what went wrong in them is in the docket.
      if (fault === undefined && !(error instanceof MaxTurnsExceededError)) throw error;
      if (fault !== undefined) {
        if (hopeless.has(fault.failure) || stopping.has(fault.failure)) throw fault;
        return { cause: fault.failure, detail: fault.message };
      }
    }
    return docket.answers === undefined ? (docket.unfit ?? readText(said)) : docket.unfit;
  }
}

function isCutOff({ rawItem }: RunItem): boolean {
  return rawItem?.type === 'function_call' && rawItem.status === 'incomplete';
}
