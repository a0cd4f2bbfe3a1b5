import type { FailureCause } from '../../domain/decision/outcome.ts';
import { known, ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../fault.ts';

/** Calls in a row that may bring too little. Whoever brought answers before may be useless for as many more. */
const patience = 16;
/** Dockets that may be out at once to those who are not known to answer usably, until one came to nothing. */
const mostUnproven = 4;

/** Faults of the server or of the way to it. They say nothing about what the model can do. */
const excused: ReadonlySet<FailureCause> = new Set([
  ...(['timeout', 'rate_limit', 'server_busy', 'server_error', 'connection'] as const),
  ...([
    'context_overflow',
    'unauthorized',
    'quota_exhausted',
    'unknown_model',
    'not_found',
    'server_down',
  ] as const),
  ...(['interrupted', 'budget_spent'] as const),
]);

export function isExcused(cause: string): boolean {
  return (excused as ReadonlySet<string>).has(cause);
}

/** A docket that is about to be asked. */
export interface Asking {
  agent: string;
  /** Without triage, and without any judge, there is no run. */
  stage: 'triage' | 'judges' | 'aggregator';
  /** Its tickets, and those of them that were asked about in vain before. */
  size: number;
  again: number;
}

/** What came of it. */
export interface Outcome {
  /** Calls that were answered, usably or not. */
  calls: number;
  /** What the answers are worth, in planned calls: 1 for a docket that answers all it was first asked. */
  worth: number;
  cause: FailureCause | undefined;
  /** The model's own words. */
  said: string;
}

/** What is known of calls that brought nothing. */
export interface Uselessness {
  /** Whose answers can't be used. */
  who: string;
  calls: number;
  /** The commonest first. */
  causes: Partial<Record<FailureCause, number>>;
  /** One of the answers; empty where there was none. */
  example: string;
  /** Answers about one ticket could be used, and none about several. */
  isUsableAlone: boolean;
}

/** The run ends: nobody it depends on gives an answer that can be used. */
export class UselessModel extends ModelFault {
  readonly uselessness: Uselessness;

  constructor(uselessness: Uselessness) {
    super('unusable_answers', describe(uselessness));
    this.uselessness = uselessness;
  }
}

export function commonestCause({ causes }: Pick<Uselessness, 'causes'>): FailureCause {
  return (Object.keys(causes)[0] ?? 'unusable_answers') as FailureCause;
}

/** One line, also for the tickets of whoever is not asked any more. */
export function describe(uselessness: Uselessness): string {
  const { who, calls, isUsableAlone } = uselessness;
  const lack = isUsableAlone ? 'no usable answer about several tickets' : 'no usable answer';
  const inARow = calls === 1 ? '1 call' : `${calls} calls in a row`;
  const cause = commonestCause(uselessness);
  return ours`${known(`${inARow} to ${who} brought ${lack}, most often ${cause}`)}`;
}

/** What all processes have brought that are at work on a run, by agent and cause. */
export type Others = () => Promise<
  { agent: string; cause: string | null; calls: number; worth: number }[]
>;

/** How an agent, or all agents of a stage, have answered. */
class Standing {
  readonly who: string;
  readonly #mostUnproven: number;
  /** Planned calls that it has brought the answers of. */
  #brought = 0;
  /** It has answered about several tickets at once. */
  answersTogether = false;
  out = 0;
  /** Calls since they last brought the answers of one planned call, and what these brought. */
  #calls = 0;
  #worth = 0;
  #causes = new Map<FailureCause, number>();
  #example = '';
  #answersAlone = false;

  constructor(who: string, mostUnproven: number) {
    this.who = who;
    this.#mostUnproven = mostUnproven;
  }

  get isProven(): boolean {
    return this.#brought > 0;
  }

  get mayAsk(): boolean {
    if (this.isProven) return true;
    const most = this.#mostUnproven;
    return this.out < (this.#worth * most >= this.#calls ? most : 1);
  }

  /** Calls since it last brought something came to nothing. */
  get isInDoubt(): boolean {
    return !this.isProven && this.#calls > 0;
  }

  get isHopeless(): boolean {
    return this.#calls >= patience + this.#brought;
  }

  learn({ calls, worth, cause, said }: Outcome, { size, again }: Asking): void {
    // What was answered in vain once is no further proof against who answers others.
    if (this.isProven && worth === 0 && again === size) return;
    this.#calls += calls;
    this.#worth += worth;
    if (worth > 0 && size === 1) this.#answersAlone = true;
    if (worth > 0 && size > 1) this.answersTogether = true;
    if (cause !== undefined) {
      this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + calls);
      this.#example = said;
    }
    if (this.#worth < 0.999) return;
    this.#brought += this.#worth;
    this.#calls = 0;
    this.#worth = 0;
    this.#causes.clear();
  }

  /** Takes over what all processes have brought, where that is too little. */
  takeOver(brought: Awaited<ReturnType<Others>>): void {
    const answered = brought.filter(({ cause }) => cause === null || !isExcused(cause));
    const total = (of: 'calls' | 'worth') => answered.reduce((sum, one) => sum + one[of], 0);
    if (total('calls') < patience || total('worth') >= 0.999) return;
    this.#calls = total('calls');
    this.#causes.clear();
    for (const { cause, calls } of answered)
      if (cause !== null)
        this.#causes.set(
          cause as FailureCause,
          (this.#causes.get(cause as FailureCause) ?? 0) + calls,
        );
  }

  report(): Uselessness {
    return {
      who: this.who,
      calls: this.#calls,
      causes: Object.fromEntries([...this.#causes].sort(([, a], [, b]) => b - a)),
      example: this.#example,
      isUsableAlone: this.#answersAlone && !this.answersTogether,
    };
  }
}

/**
 * Ends what is useless: an agent that alone brings nothing is not asked any more, and where triage or
 * all judges bring nothing the run stops. Who has not yet answered usably is asked little at a time,
 * and after a failure about ever fewer tickets, so that it costs little to find out.
 */
export class Fuse {
  readonly #standings = new Map<string, Standing>();
  readonly #cut = new Map<string, Uselessness>();
  #waiting: { asking: Asking; decide: () => void }[] = [];
  readonly #onCut: (uselessness: Uselessness) => void;
  readonly #others: Others | undefined;
  /** Why the run ends. */
  blown: UselessModel | undefined;

  /**
   * @param onCut told of an agent that is not asked any more, while the others go on
   * @param others nothing where no other process asks for the same run
   */
  constructor(onCut: (uselessness: Uselessness) => void = () => {}, others?: Others) {
    this.#onCut = onCut;
    this.#others = others;
  }

  /** What is wrong, where answers came and nobody gave one that is good for a planned call. */
  get doubt(): Uselessness | undefined {
    const standings = [...this.#standings.values()];
    if (standings.some(({ isProven }) => isProven)) return undefined;
    const reports = standings.map((standing) => standing.report());
    return reports.sort((one, other) => other.calls - one.calls).find(({ calls }) => calls > 0);
  }

  /** Whether the agent has answered about several tickets at once. */
  answersTogether(agent: string): boolean {
    return this.#standing(agent).answersTogether;
  }

  /**
   * Waits until the docket may be asked, or returns why its agent is not asked any more. What may be
   * asked has to be brought back by `learn`.
   * @throws UselessModel where the run ends
   */
  async enter(asking: Asking): Promise<Uselessness | undefined> {
    while (this.blown === undefined && !this.#cut.has(asking.agent) && !this.#mayAsk(asking))
      await new Promise<void>((decide) => this.#waiting.push({ asking, decide }));
    if (this.blown !== undefined) throw this.blown;
    if (this.#cut.has(asking.agent)) return this.#cut.get(asking.agent);
    const standings = this.#standingsOf(asking);
    for (const standing of standings) standing.out += 1;
    await this.#askOthers(asking);
    const cut = this.#cut.get(asking.agent);
    if (this.blown === undefined && cut === undefined) return undefined;
    for (const standing of standings) standing.out -= 1;
    setImmediate(() => this.#wake());
    if (this.blown !== undefined) throw this.blown;
    return cut;
  }

  /** Several processes that each try a useless model to the end would cost too much. */
  async #askOthers(asking: Asking): Promise<void> {
    const doubtful = this.#standingsOf(asking).filter(({ isInDoubt }) => isInDoubt);
    if (this.#others === undefined || doubtful.length === 0) return;
    const brought = await this.#others();
    for (const standing of doubtful)
      standing.takeOver(
        brought.filter(({ agent }) =>
          standing.who === stages.judges
            ? agent.startsWith('judge:')
            : agent === asking.agent.split(' ', 1)[0],
        ),
      );
    this.#end(asking);
  }

  /** Takes in what came of a docket; nothing where it was not asked after all, or no answer is to blame. */
  learn(asking: Asking, outcome: Outcome | undefined): void {
    const [agent, stage] = this.#standingsOf(asking);
    for (const standing of [agent, stage]) standing.out -= 1;
    if (outcome !== undefined && (outcome.cause === undefined || !excused.has(outcome.cause))) {
      // Whoever never answered usably is no reason to give up those who did.
      if (outcome.worth > 0 || agent.isProven || !stage.isProven) stage.learn(outcome, asking);
      agent.learn(outcome, asking);
      this.#end(asking);
    }
    // Those that a failed docket is split into are in line by then.
    setImmediate(() => this.#wake());
  }

  #end(asking: Asking): void {
    const [agent, stage] = this.#standingsOf(asking);
    if (stage.isHopeless && asking.stage !== 'aggregator')
      this.blown ??= new UselessModel((asking.stage === 'judges' ? stage : agent).report());
    else if (agent.isHopeless && !this.#cut.has(asking.agent)) {
      this.#cut.set(asking.agent, agent.report());
      this.#onCut(agent.report());
    }
  }

  /** The fewest tickets go first: there it shows soonest whether any answer can be used. */
  #wake(): void {
    const waiting = this.#waiting.sort((one, other) => one.asking.size - other.asking.size);
    this.#waiting = [];
    for (const { decide } of waiting) decide();
  }

  #mayAsk(asking: Asking): boolean {
    return this.#standingsOf(asking).every(({ mayAsk }) => mayAsk);
  }

  #standingsOf({ agent, stage }: Asking): [agent: Standing, stage: Standing] {
    return [this.#standing(agent), this.#standing(stages[stage])];
  }

  #standing(who: string): Standing {
    const most = this.#others === undefined ? mostUnproven : 1;
    const known = this.#standings.get(who) ?? new Standing(who, most);
    this.#standings.set(who, known);
    return known;
  }
}

/** All agents of a stage together, as they are told of. */
const stages = { triage: 'any triage', judges: 'the judges', aggregator: 'any aggregator' };
