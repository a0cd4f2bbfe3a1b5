import type { Case } from '../../diagnosis/case.ts';

/** A ticket as far as causes may lie in it. */
export interface Subject {
  row: number;
  id: string;
  /** Characters of its text. */
  length: number;
  /** Another language than the themes'; null where it is that, nothing where nobody looked. */
  language: string | null | undefined;
  /** Its cells in columns that nobody judges by, in their order. */
  cells: readonly string[];
  gold: readonly string[] | undefined;
}

/** One answer of an agent about a ticket, and where it stood. */
export interface Observation {
  subject: Subject;
  /** A judge's yes; nothing of triage. */
  said: boolean | undefined;
  /** Whether its theme applies, by the label. */
  label: boolean | undefined;
  /** Whether the answer is not the label's, or else whether its votes differ. */
  wrong: boolean | undefined;
  docket: string | undefined;
  /** From 0. */
  place: number | undefined;
  size: number | undefined;
  startedAt: number;
}

/** What an agent is measured by. */
export type Measure = 'labels' | 'votes' | 'answers';

/** All answers of one agent. */
export interface Record {
  agent: string;
  theme: string | undefined;
  measure: Measure;
  observations: Observation[];
}

type Told = Pick<Case, 'gold' | 'reading' | 'dockets'> & {
  decision: Pick<Case['decision'], 'outcomes'>;
};

/** Keeps what every agent answered, ticket by ticket. */
export class Recorder {
  readonly #observations = new Map<string, Observation[]>();

  count(known: Told, subject: Subject): void {
    const { decision, gold, reading, dockets } = known;
    for (const outcome of decision.outcomes) {
      if (outcome.kind !== 'verdict') continue;
      const { theme, verdict, votes } = outcome;
      const said = verdict === 'yes';
      const label = gold?.includes(theme);
      const isSplit = votes && votes.yes > 0 && votes.no > 0;
      this.#add(`judge:${theme}`, {
        ...{ subject, said, label, wrong: label === undefined ? isSplit : said !== label },
        ...placeIn(dockets.get(`judge:${theme}`)),
      });
    }
    if (reading === undefined || gold === undefined || gold.length === 0) return;
    const wrong = gold.some((theme) => !reading.routes.some((route) => route.theme === theme));
    this.#add('triage', {
      ...{ subject, said: undefined, label: true, wrong, ...placeIn(dockets.get('triage')) },
    });
  }

  /** By labels where there are any for an agent, else by votes, else only by what it answered. */
  records(): Record[] {
    return [...this.#observations].map(([agent, all]) => {
      const theme = agent.startsWith('judge:') ? agent.slice('judge:'.length) : undefined;
      const isLabelled = all.some(({ label }) => label !== undefined);
      const measure = isLabelled
        ? 'labels'
        : all.some(({ wrong }) => wrong !== undefined)
          ? 'votes'
          : 'answers';
      return { agent, theme, measure, observations: all };
    });
  }

  #add(agent: string, observation: Observation): void {
    const own = this.#observations.get(agent);
    if (own === undefined) this.#observations.set(agent, [observation]);
    else own.push(observation);
  }
}

function placeIn(
  docket: (Case['dockets'] extends ReadonlyMap<string, infer One> ? One : never) | undefined,
) {
  const { id, place, size, startedAt = 0 } = docket ?? {};
  return { docket: id, place, size, startedAt };
}
