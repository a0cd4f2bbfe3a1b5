import type { Model } from '@openai/agents';
import { type AgentSpec, answerParameters } from '../../agent/answer.ts';
import { tokensIn } from '../../domain/tokens.ts';
import { ClaimsLost } from '../../ledger/processes/claims.ts';
import type { StoredAnswer } from '../../ledger/rows/find-answers.ts';
import { closedEntry } from '../../model/answers/closed-schema.ts';
import { grouped } from '../dockets/docket-layout.ts';
import { DocketRunner } from '../dockets/docket-runner.ts';
import { Filling } from '../dockets/filling.ts';
import { nextStep } from '../dockets/retry-rule.ts';
import { isOfOne, Stack } from '../dockets/stack.ts';
import type { Stage } from './flush-signal.ts';
import type { Question, Reply } from './question.ts';
import type { Court } from './run-context.ts';
import { standing } from './standing.ts';
import { areTooMuch, asReused, isRepair, type Waiting, waitingFor } from './waiting.ts';

/** Room that an answer takes, and one of many about a ticket: most of these are a short no. */
const tokensOfAnswer = 100;
const tokensOfStackedAnswer = 40;

/** Where questions to one agent wait until a docket is full, and where its answers come back. */
export class Desk<Answer> {
  readonly #court: Court;
  readonly #stage: Stage;
  readonly #runner: DocketRunner<Answer>;
  /** Several judges that it asks together, and the desk of each; nothing where it asks one agent. */
  readonly #stack: Stack | undefined;
  readonly #alone: ReadonlyMap<string, Desk<Answer>>;
  readonly #pending = new Map<string, Promise<Reply<Answer>>>();
  readonly #filling: Filling<Waiting<Answer>>;
  /** Dockets that are out. */
  #out = 0;

  /**
   * @param name tells the agent from others of that name that ask another model
   * @param alone where the spec is of several judges: each of them by itself
   */
  constructor(
    court: Court,
    stage: Stage,
    spec: AgentSpec<Answer>,
    model: Model,
    name = spec.name,
    alone: readonly AgentSpec<Answer>[] = [],
  ) {
    this.#court = court;
    this.#stage = stage;
    this.#runner = new DocketRunner(court, spec, model, stage, name);
    this.#stack = alone.length === 0 ? undefined : new Stack(court);
    const schema = closedEntry(court.baseURL, answerParameters(spec), spec.choices);
    const answer = alone.length === 0 ? tokensOfAnswer + tokensIn(schema) : tokensOfStackedAnswer;
    this.#filling = new Filling(tokensIn(spec.instructions), answer, alone.length > 0);
    court.flow.onFlush(stage, () => !this.#mayGrow() && this.#flush());
    // What this one hands over when it is told to send, they send at once.
    this.#alone = new Map(
      alone.map((judge) => {
        const own = name.replace(spec.name, judge.name);
        return [judge.name, new Desk(court, stage, judge, model, own)] as const;
      }),
    );
  }

  /** Asks once: the ledger's answer if it holds one, or the one that is already on its way. */
  ask(question: Question): Promise<Reply<Answer>> {
    const pending = this.#pending.get(question.address);
    if (pending !== undefined) return pending.then(asReused);
    const reply = this.#askNew(question);
    this.#pending.set(question.address, reply);
    return reply;
  }

  async #askNew(question: Question): Promise<Reply<Answer>> {
    const arrived = this.#court.flow.expect(this.#stage);
    try {
      const timesLost = this.#court.timesLost();
      const stored = await standing(this.#court, question.address, arrived);
      if (stored !== 'ours') return this.#stored(stored);
      const reply = await new Promise<Reply<Answer>>((resolve, reject) => {
        this.queue(waitingFor(question, { resolve, reject, timesLost }));
        arrived();
      });
      if (!reply.ok) await this.#court.release(question.address);
      return reply;
    } finally {
      this.#pending.delete(question.address);
      arrived();
    }
  }

  #stored({ body, run }: StoredAnswer): Reply<Answer> {
    // What this run paid for before it was cut off was not saved.
    return { ok: true, answer: JSON.parse(body) as Answer, reused: run !== this.#court.run };
  }

  /** Takes one up that is looked up already. */
  queue(waiting: Waiting<Answer>): void {
    if (this.#stack?.isOver) this.#handOver([waiting]);
    else this.#fill(waiting);
  }

  #fill(waiting: Waiting<Answer>): void {
    const { gauge } = this.#court;
    if (!this.#filling.hasRoom(waiting, gauge)) this.#flush();
    this.#filling.add(waiting);
    if (this.#stack === undefined) this.#flushFull();
    else this.#stack.whenWhole(() => this.#flushFull());
  }

  #flushFull(): void {
    if (this.#filling.isFull(this.#court.gauge)) this.#flush();
  }

  /** Each to its judge's own desk, to be asked there as if nobody had been asked together. */
  #handOver(questions: readonly Waiting<Answer>[]): void {
    for (const waiting of questions) this.#alone.get(waiting.question.agent ?? '')?.queue(waiting);
  }

  /** Tickets that got no answer may have company soon, as long as other dockets are out. */
  #mayGrow(): boolean {
    return this.#out > 0 && this.#filling.has(({ failures }) => failures > 0);
  }

  #flush(): boolean {
    const docket = this.#filling.take();
    if (docket.length === 0) return false;
    if (this.#stack?.isOver || isOfOne(docket, this.#stack)) {
      this.#handOver(docket);
      return true;
    }
    this.#out += 1;
    void this.#court.flow.during(async () => {
      if (this.#stack === undefined) await this.#send(docket, null);
      else await this.#stack.send(() => this.#sendStack(docket));
      this.#out -= 1;
    });
    return true;
  }

  /** It may have turned out meanwhile that the model can't answer it. */
  async #sendStack(docket: Waiting<Answer>[], parent: string | null = null): Promise<boolean> {
    if (this.#stack?.isOver !== true) return this.#send(docket, parent);
    this.#handOver(docket);
    return false;
  }

  /**
   * Asks about a docket, and again about the tickets that got no answer, where that may help. Returns
   * whether all of them were answered.
   */
  async #send(waiting: Waiting<Answer>[], parent: string | null): Promise<boolean> {
    const docket = this.#withinRepairs(waiting);
    if (docket.length === 0) return false;
    const tokens = this.#filling.tokensOf(docket);
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
      this.#stack?.learn(replies);
      const left = this.#sort(docket, replies);
      const areAnswered = await this.#sendAll(this.#smaller(left), id);
      // None of the tickets was to blame: it was too much.
      if (areTooMuch(replies) && left.length > 1 && areAnswered) this.#court.gauge.lower(tokens);
      return left.length > 0 ? areAnswered : replies.every(({ ok }) => ok);
    } catch (error) {
      if (error instanceof ClaimsLost)
        await Promise.all(docket.map((waiting) => this.#lookAgain(waiting)));
      else for (const { reject } of docket) reject(error);
      return false;
    }
  }

  /** Parts of a docket, at once but where it is not known whether the model can answer them. */
  async #sendAll(parts: Waiting<Answer>[][], parent: string): Promise<boolean> {
    if (this.#stack?.isInDoubt !== true) {
      const answered = await Promise.all(parts.map((part) => this.#send(part, parent)));
      return answered.every((isAnswered) => isAnswered);
    }
    let areAnswered = true;
    for (const part of parts) areAnswered = (await this.#sendStack(part, parent)) && areAnswered;
    return areAnswered;
  }

  /** Halves by tickets. Several judges' answers about one ticket are asked for one by one. */
  #smaller(left: readonly Waiting<Answer>[]): Waiting<Answer>[][] {
    const tickets =
      this.#stack === undefined ? left.map((one) => [one]) : grouped(left, ({ text }) => text);
    if (this.#stack !== undefined && (this.#stack.isOver || tickets.length === 1)) {
      this.#handOver(left);
      return left.length === 0 ? [] : [[]];
    }
    // One ticket shows whether the model answers about several themes at all.
    const middle = this.#stack?.isInDoubt ? 1 : Math.ceil(tickets.length / 2);
    const halves = [tickets.slice(0, middle), tickets.slice(middle)];
    return halves.map((half) => half.flat()).filter(({ length }) => length > 0);
  }

  /** Others may have asked meanwhile: their answer is taken, and only what still has none is asked here. */
  async #lookAgain(waiting: Waiting<Answer>): Promise<void> {
    try {
      waiting.timesLost = this.#court.timesLost();
      const stored = await standing(this.#court, waiting.question.address, () => {});
      if (stored === 'ours') this.queue(waiting);
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
        const answersStacked = this.#stack?.isProven;
        const asked = docket.length;
        const step = nextStep(waiting, { cause, asked, answersTogether, answersStacked });
        waiting.repairs = cause === 'context_overflow' ? waiting.question.repairs : reply;
        if (step === 'join the next docket') this.queue(waiting);
        else if (step === 'ask in a smaller docket') left.push(waiting);
        else
          waiting.resolve(cause === 'context_overflow' ? { ...reply, cause: 'too_long' } : reply);
      }
    }
    return left;
  }
}
