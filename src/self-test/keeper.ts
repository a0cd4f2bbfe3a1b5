import type { Finding, Mode } from '../diagnosis/finding.ts';
import { sample } from '../domain/random.ts';
import type { Injector, Target } from './faults.ts';
import { injectors } from './injectors.ts';
import { type Accuracy, accuracyOf, type Blame, type Named } from './score.ts';

/** What the diagnosis made of faults that changed a decision, with labels or without. */
export interface Scored {
  all: Accuracy;
  byMode: Record<string, Accuracy>;
  /** Guesses on the same faults. */
  baselines: { alwaysTheJudge: Accuracy; random: Accuracy };
  /** Of faults that were made good, how many the findings name all the same. */
  absorbed: { trials: number; named: number };
  /** Findings on tickets of runs without a fault, and on tickets that the fault did not touch. */
  falseAlarms: { clean: number; besides: number };
  /** Findings that are said to be proved, and are not so. */
  wronglyProved: number;
}

/** A fault that was put into a run. */
export interface Put {
  target: Target;
  fault: ReturnType<Injector['inject']>;
  mode: Mode;
}

/** Keeps the score of one way to diagnose. */
export class Keeper {
  readonly #themes: readonly { id: string }[];
  readonly #blames: Blame[] = [];
  readonly #judges: Blame[] = [];
  readonly #guesses: Blame[] = [];
  readonly #absorbed = { trials: 0, named: 0 };
  readonly #falseAlarms = { clean: 0, besides: 0 };
  #wronglyProved = 0;

  constructor(themes: readonly { id: string }[]) {
    this.#themes = themes;
  }

  /** @param puts all that was put into the run; nothing where it was left as it is */
  count(
    puts: readonly Put[],
    { findings, changed }: { findings: readonly Finding[]; changed: ReadonlySet<string> },
    random: () => number,
  ): void {
    const untrue = findings.filter((finding) => !puts.some((put) => isTrueOf(put, finding)));
    this.#wronglyProved += untrue.filter(isProved).length;
    if (puts.length === 0) this.#falseAlarms.clean += untrue.length;
    const touched = puts.flatMap(touchedBy);
    if (puts.length > 0)
      this.#falseAlarms.besides += untrue.filter(({ ticket }) => !touched.includes(ticket)).length;
    for (const put of puts) {
      const { target, fault, mode } = put;
      const [scored] = touchedBy(put);
      const own = findings.filter(({ ticket }) => ticket === scored);
      if (!changed.has(scored)) {
        this.#absorbed.trials += 1;
        if (own.some((finding) => isTrueOf(put, finding))) this.#absorbed.named += 1;
        continue;
      }
      const blame = { mode, agent: fault.agent };
      this.#blames.push({ ...blame, named: own[0] });
      this.#judges.push({ ...blame, named: this.#blameTheJudge(target) });
      this.#guesses.push({ ...blame, named: this.#guess(random) });
    }
  }

  scored(): Scored {
    const modes = [...new Set(this.#blames.map(({ mode }) => mode))];
    return {
      all: accuracyOf(this.#blames),
      byMode: Object.fromEntries(
        modes.map((mode) => [
          mode,
          accuracyOf(this.#blames.filter((blame) => blame.mode === mode)),
        ]),
      ),
      baselines: { alwaysTheJudge: accuracyOf(this.#judges), random: accuracyOf(this.#guesses) },
      absorbed: this.#absorbed,
      falseAlarms: this.#falseAlarms,
      wronglyProved: this.#wronglyProved,
    };
  }

  /** The judge of the theme that matters, as if somebody had told it, said no wrongly. */
  #blameTheJudge({ right }: Target): Named {
    return { agent: `judge:${right}`, mode: 'false_no' };
  }

  #guess(random: () => number): Named {
    const agents = ['triage', 'aggregator', 'rules', 'ticket', 'gold'];
    const [agent = ''] = sample(
      random,
      [...agents, ...this.#themes.map(({ id }) => `judge:${id}`)],
      1,
    );
    const [mode = 'false_no'] = sample(
      random,
      injectors.map((injector) => injector.mode),
      1,
    );
    return { agent, mode };
  }
}

function touchedBy({ target, fault }: Put): [string, ...string[]] {
  const [first = target.ticket.id, ...more] = fault.touches ?? [];
  return [first, ...more];
}

function isTrueOf(put: Put, finding: Finding): boolean {
  const { fault, mode } = put;
  const facts = [[fault.agent, mode], ...(fault.also ?? [])];
  // What befalls a whole docket befalls all tickets in it.
  const { response, handOver } = fault.tampering;
  const isShared = response !== undefined || handOver !== undefined;
  return (
    (touchedBy(put).includes(finding.ticket) || finding.absorbed || isShared) &&
    facts.some(([agent, what]) => agent === finding.agent && what === finding.mode)
  );
}

function isProved({ certainty }: Finding): boolean {
  return certainty === 'proved_by_trace';
}
