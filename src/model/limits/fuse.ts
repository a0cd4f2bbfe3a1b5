import type { FailureCause } from '../../domain/decision/outcome.ts';
import { nameCause } from '../../domain/decision/say-failure.ts';
import { known, ours } from '../../domain/text/own-sentence.ts';
import { ModelFault } from '../faults/fault.ts';
import {
  type Asking,
  isExcused,
  mostUnproven,
  type Others,
  type Outcome,
  Standing,
  type Uselessness,
} from './usefulness.ts';

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
  const cause = nameCause(commonestCause(uselessness));
  return ours`${known(`${inARow} to ${who} brought ${lack}; most often, ${cause}`)}`;
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
    if (outcome !== undefined && (outcome.cause === undefined || !isExcused(outcome.cause))) {
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
