import { aggregatorDigest, aggregatorSpec } from '../../agents/aggregator.ts';
import type { ThemeAgent } from '../../agents/judge.ts';
import { type Reading, triageDigest, triageSpec } from '../../agents/triage.ts';
import type { Ruling } from '../domain/decision/decide.ts';
import type { Rules } from '../domain/decision/reconcile.ts';
import type { ModelWindow } from '../model/window.ts';
import { Judges, type JudgesOptions } from './judges.ts';
import type { LearnedTriage } from './learned-triage.ts';
import { Desk } from './queue/question-queue.ts';
import type { Court } from './queue/run-context.ts';

export interface TribunalOptions extends JudgesOptions {
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  /** The usual ones where left out. */
  rules?: Rules;
  /** Chooses the judges in the place of the triage agent. */
  router?: Pick<LearnedTriage, 'route' | 'teach'> | undefined;
  /** @throws UserMistake for a model that can't be asked beside the run's */
  checkNamed?(model: string): void;
}

/** An agent that reads whole tickets, and what its answers depend on beside these. */
interface Reader<Answer> {
  desk: Desk<Answer>;
  digest: string;
  identity(): string;
}

/** The agents of a run: triage, a judge for every theme, and the aggregator. */
export class Agents {
  readonly court: Court;
  readonly themes: readonly ThemeAgent[];
  readonly options: TribunalOptions;
  readonly triage: Reader<Reading>;
  readonly unread: ModelWindow['unread'];
  readonly #window: ModelWindow;
  readonly #judges = new Map<string | undefined, Judges>();
  readonly #aggregators = new Map<string | undefined, Reader<Ruling>>();

  constructor(
    court: Court,
    themes: readonly ThemeAgent[],
    window: ModelWindow,
    options: TribunalOptions,
  ) {
    this.court = court;
    this.themes = themes;
    this.options = options;
    this.#window = window;
    this.unread = window.unread;
    this.triage = {
      desk: new Desk(court, 'triage', triageSpec(themes), window.model()),
      digest: triageDigest(themes),
      identity: () => window.identity(),
    };
    // What is asked in every run is there before its first ticket.
    this.judges();
    this.aggregator();
  }

  /** The run's judges, or the same on another model. */
  judges(model?: string): Judges {
    return madeOnce(this.#judges, model, () => {
      const { stack, alone } = this.options;
      if (model !== undefined) this.options.checkNamed?.(model);
      const options = model === undefined ? this.options : { panel: [model], stack, alone };
      return new Judges(this.court, this.themes, this.#window, options);
    });
  }

  aggregator(model?: string): Reader<Ruling> {
    const { court, themes } = this;
    const window = this.#window;
    return madeOnce(this.#aggregators, model, () => {
      if (model !== undefined) this.options.checkNamed?.(model);
      const spec = aggregatorSpec(themes);
      const name = model === undefined ? spec.name : `${spec.name} on ${model}`;
      return {
        desk: new Desk(court, 'aggregator', spec, window.model(model), name),
        digest: aggregatorDigest(themes),
        identity: () => window.identity(model),
      };
    });
  }
}

function madeOnce<Made>(
  known: Map<string | undefined, Made>,
  name: string | undefined,
  make: () => Made,
): Made {
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}
