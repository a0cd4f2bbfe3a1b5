import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '@openai/agents';
import { type AgentSpec, answerParameters } from '../../agent/answer.ts';
import { ours } from '../../domain/text/own-sentence.ts';
import { tokensIn } from '../../domain/tokens.ts';
import type { StoredAnswer } from '../../ledger/ledger.ts';
import { ClaimsLost } from '../../ledger/processes/claims.ts';
import { closedEntry } from '../../model/answers/closed-schema.ts';
import { ModelFault } from '../../model/fault.ts';
import { DocketRunner } from './docket-runner.ts';
import type { Stage } from './flush-signal.ts';
import type { Failed, Question, Reply } from './question.ts';
import { type Attempts, nextStep } from './retry-rule.ts';
import type { Court } from './run-context.ts';

/** How often it is looked whether another process has answered. */
const askOthersEveryMs = 300;
/** A wait for another process's answer that is longer than this is told; milliseconds. */
const longWaitMs = 10_000;

/** Room that an answer about one ticket takes. */
const tokensOfAnswer = 100;

interface Waiting<Answer> extends Attempts {
  resolve: (reply: Reply<Answer>) => void;
  reject: (error: unknown) => void;
  /** Why it is asked again, or has no answer; nothing as long as asking it is no repair. */
  repairs: Failed | undefined;
  /** The part of a planned call that its answer is worth: 1 by the size of its first docket. */
  worth: number;
  /** What it adds to a call. */
  tokens: number;
  /** How often claims had been lost when it was looked up. */
  timesLost: number;
}

/** Where questions to one agent wait until a docket is full, and where its answers come back. */
export class Desk<Answer> {
  readonly #court: Court;
  readonly #stage: Stage;
  readonly #runner: DocketRunner<Answer>;
  readonly #pending = new Map<string, Promise<Reply<Answer>>>();
  readonly #promptTokens: number;
  /** Beside its line. */
  readonly #ticketTokens: number;
  #waiting: Waiting<Answer>[] = [];
  /** Dockets that are out. */
  #out = 0;
  /** Of the call that is being filled. */
  #tokens: number;

  /** @param name tells the agent from others of that name that ask another model */
  constructor(court: Court, stage: Stage, spec: AgentSpec<Answer>, model: Model, name?: string) {
    this.#court = court;
    this.#stage = stage;
    this.#runner = new DocketRunner(court, spec, model, stage, name);
    this.#promptTokens = tokensIn(spec.instructions);
    const schema = closedEntry(court.baseURL, answerParameters(spec));
    this.#ticketTokens = tokensOfAnswer + tokensIn(schema);
    this.#tokens = this.#promptTokens;
    court.flow.onFlush(stage, () => !this.#mayGrow() && this.#flush());
  }

  /** Asks once: the ledger's answer if it holds one, or the one that is already on its way. */
  ask(question: Question): Promise<Reply<Answer>> {
    const pending = this.#pending.get(question.address);
    if (pending !== undefined) return pending.then(asReused);
    const reply = this.#askNew(question).finally(() => this.#pending.delete(question.address));
    this.#pending.set(question.address, reply);
    return reply;
  }

  async #askNew(question: Question): Promise<Reply<Answer>> {
    const arrived = this.#court.flow.expect(this.#stage);
    try {
      const timesLost = this.#court.timesLost();
      const stored = await this.#standing(question.address, arrived);
      if (stored !== 'ours') return this.#stored(stored);
      const reply = new Promise<Reply<Answer>>((resolve, reject) => {
        const tokens = tokensIn(JSON.stringify(question.line)) + this.#ticketTokens;
        const { repairs } = question;
        this.#queue({
          ...{ question, resolve, reject, tokens, repairs, timesLost },
          ...{ failures: 0, alone: 0, worth: 0 },
        });
        arrived();
      });
      const { ok } = await reply;
      if (!ok) await this.#court.release(question.address);
      return reply;
    } finally {
      arrived();
    }
  }

  #stored({ body, run }: StoredAnswer): Reply<Answer> {
    // What this run paid for before it was cut off was not saved.
    return { ok: true, answer: JSON.parse(body) as Answer, reused: run !== this.#court.run };
  }

  /** Waits while another process is about to ask: what it pays for, nobody else has to. */
  async #standing(address: string, arrived: () => void): Promise<StoredAnswer | 'ours'> {
    const { flow, lookUp, stop } = this.#court;
    for (let waited = 0; ; waited += askOthersEveryMs) {
      if (waited > longWaitMs) this.#court.tellOthersAsked();
      const standing = await flow.during(() => lookUp(address));
      if (standing !== 'theirs') return standing;
      // Nothing here waits for it: it may in turn wait for us.
      arrived();
      await sleep(askOthersEveryMs, undefined, { signal: stop }).catch((cause: unknown) => {
        throw new ModelFault('interrupted', ours`the run was stopped`, { cause });
      });
    }
  }

  #queue(waiting: Waiting<Answer>): void {
    const { gauge } = this.#court;
    if (this.#tokens + waiting.tokens > gauge.tokens) this.#flush();
    this.#waiting.push(waiting);
    this.#tokens += waiting.tokens;
    if (this.#waiting.length >= gauge.tickets) this.#flush();
  }

  /** Tickets that got no answer may have company soon, as long as other dockets are out. */
  #mayGrow(): boolean {
    return this.#out > 0 && this.#waiting.some(({ failures }) => failures > 0);
  }

  #flush(): boolean {
    const docket = this.#waiting;
    this.#waiting = [];
    this.#tokens = this.#promptTokens;
    if (docket.length === 0) return false;
    this.#out += 1;
    void this.#court.flow.during(async () => {
      await this.#send(docket, null);
      this.#out -= 1;
    });
    return true;
  }

  /**
   * Asks about a docket, and again about the tickets that got no answer, where that may help. Returns
   * whether all of them were answered.
   */
  async #send(waiting: Waiting<Answer>[], parent: string | null): Promise<boolean> {
    const docket = this.#withinRepairs(waiting);
    if (docket.length === 0) return false;
    const tokens = docket.reduce((sum, { tokens }) => sum + tokens, this.#promptTokens);
    try {
      const { id, replies } = await this.#runner.run(
        docket.map(({ question }) => question),
        parent,
        {
          again: docket.filter(isRepair).length,
          worth: docket.map(({ worth }) => worth),
          timesLost: Math.min(...docket.map(({ timesLost }) => timesLost)),
        },
      );
      const mayBeTooMuch = replies.every(
        (reply) =>
          !reply.ok && (reply.cause === 'context_overflow' || reply.cause === 'bad_request'),
      );
      const left = this.#sort(docket, replies);
      const middle = Math.ceil(left.length / 2);
      const halves = [left.slice(0, middle), left.slice(middle)];
      const answered = await Promise.all(
        halves.filter(({ length }) => length > 0).map((half) => this.#send(half, id)),
      );
      const areAnswered = answered.every((isAnswered) => isAnswered);
      // None of the tickets was to blame: it was too much.
      if (mayBeTooMuch && left.length > 1 && areAnswered) this.#court.gauge.lower(tokens);
      return left.length > 0 ? areAnswered : replies.every(({ ok }) => ok);
    } catch (error) {
      if (error instanceof ClaimsLost)
        await Promise.all(docket.map((waiting) => this.#lookAgain(waiting)));
      else for (const { reject } of docket) reject(error);
      return false;
    }
  }

  /** Others may have asked meanwhile: their answer is taken, and only what still has none is asked here. */
  async #lookAgain(waiting: Waiting<Answer>): Promise<void> {
    try {
      waiting.timesLost = this.#court.timesLost();
      const stored = await this.#standing(waiting.question.address, () => {});
      if (stored === 'ours') this.#queue(waiting);
      else waiting.resolve(this.#stored(stored));
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** What was asked in vain before gives up where no more may be spent on that. */
  #withinRepairs(docket: Waiting<Answer>[]): Waiting<Answer>[] {
    const again = docket.filter(isRepair);
    const isGranted = this.#court.repairs.askAgain(again.length / docket.length);
    const asked = isGranted ? docket : docket.filter((one) => !isRepair(one));
    if (!isGranted)
      for (const { resolve, repairs } of again) if (repairs !== undefined) resolve(repairs);
    for (const one of asked) one.worth ||= 1 / asked.length;
    return asked;
  }

  /** Settles what was answered or is given up, queues what may join another docket, and returns the rest. */
  #sort(docket: readonly Waiting<Answer>[], replies: readonly Reply<Answer>[]): Waiting<Answer>[] {
    const { blown } = this.#court.fuse;
    const { answersTogether } = this.#runner;
    const left: Waiting<Answer>[] = [];
    for (const [index, waiting] of docket.entries()) {
      const reply = replies[index] as Reply<Answer>;
      if (reply.ok) waiting.resolve(reply);
      else if (blown !== undefined) waiting.reject(blown);
      else {
        const { cause } = reply;
        const step = nextStep(waiting, { cause, asked: docket.length, answersTogether });
        waiting.repairs = cause === 'context_overflow' ? waiting.question.repairs : reply;
        if (step === 'join the next docket') this.#queue(waiting);
        else if (step === 'ask in a smaller docket') left.push(waiting);
        else
          waiting.resolve(cause === 'context_overflow' ? { ...reply, cause: 'too_long' } : reply);
      }
    }
    return left;
  }
}

function isRepair({ repairs }: Pick<Waiting<unknown>, 'repairs'>): boolean {
  return repairs !== undefined;
}

/** The same answer for a ticket that reads the same: paid for once. */
function asReused<Answer>(reply: Reply<Answer>): Reply<Answer> {
  return reply.ok ? { ...reply, reused: true } : reply;
}
