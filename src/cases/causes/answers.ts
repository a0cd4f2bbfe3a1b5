import type { Case } from '../../diagnosis/case.ts';
import { type Subject, Subjects } from './subjects.ts';

/** What an agent is measured by. */
export type Measure = 'labels' | 'votes' | 'answers';

/** All answers of one agent, a column for each thing that is known of them. Of what can be yes, no or unknown: 1, 0, -1. */
export interface Answers {
  agent: string;
  theme: string | undefined;
  measure: Measure;
  /** Questions that it was asked. */
  asked: number;
  subjects: Subjects;
  /** By docket, its tickets, or -1, and when it began, in milliseconds. */
  sizes: readonly number[];
  starts: readonly number[];
  /** The number of the ticket that an answer is about. */
  subject: Int32Array;
  /** A judge's yes; unknown of triage. */
  said: Int8Array;
  /** Whether its theme applies, by the label. */
  label: Int8Array;
  /** Whether the answer is not the label's, or else whether its votes differ. */
  wrong: Int8Array;
  /** The number of its docket, or -1. */
  docket: Int32Array;
  /** From 0, or -1. */
  place: Int32Array;
}

type Told = Pick<Case, 'gold' | 'reading' | 'dockets'> & {
  decision: Pick<Case['decision'], 'outcomes'>;
};
type Docket = Case['dockets'] extends ReadonlyMap<string, infer One> ? One : never;

/** Keeps what every agent answered, ticket by ticket. */
export class Recorder {
  readonly #subjects = new Subjects();
  readonly #written = new Map<string, Written>();

  count(known: Told, ticket: Subject): void {
    const { decision, gold, reading, dockets } = known;
    const subject = this.#subjects.add(ticket);
    for (const outcome of decision.outcomes) {
      if (outcome.kind !== 'verdict') continue;
      const { theme, verdict, votes } = outcome;
      const agent = `judge:${theme}`;
      const said = verdict === 'yes';
      const label = gold?.includes(theme);
      const isSplit = votes && votes.yes > 0 && votes.no > 0;
      const wrong = label === undefined ? isSplit : said !== label;
      this.#of(agent, theme).add(subject, [said, label, wrong], dockets.get(agent));
    }
    if (reading === undefined || gold === undefined || gold.length === 0) return;
    const wrong = gold.some((theme) => !reading.routes.some((route) => route.theme === theme));
    this.#of('triage').add(subject, [undefined, true, wrong], dockets.get('triage'));
  }

  /** By labels where there are any for an agent, else by votes, else only by what it answered: more yes or fewer. */
  records(): Answers[] {
    return [...this.#written.values()].map((written) => {
      const all = written.columns(this.#subjects);
      if (all.label.some((label) => label !== -1))
        return { ...only(all, all.label), measure: 'labels' };
      if (all.wrong.some((wrong) => wrong !== -1))
        return { ...only(all, all.wrong), measure: 'votes' };
      return { ...all, measure: 'answers', wrong: all.said };
    });
  }

  #of(agent: string, theme?: string): Written {
    const known = this.#written.get(agent) ?? new Written(agent, theme);
    this.#written.set(agent, known);
    return known;
  }
}

/** Numbers of one answer after those of the other. */
const width = 6;

class Written {
  readonly #agent: string;
  readonly #theme: string | undefined;
  readonly #numbers: number[] = [];
  readonly #dockets = new Map<string, number>();
  readonly #sizes: number[] = [];
  readonly #starts: number[] = [];

  constructor(agent: string, theme: string | undefined) {
    this.#agent = agent;
    this.#theme = theme;
  }

  add(subject: number, marks: readonly (boolean | undefined)[], docket: Docket | undefined): void {
    this.#numbers.push(subject);
    for (const mark of marks) this.#numbers.push(mark === undefined ? -1 : Number(mark));
    this.#numbers.push(this.#numberOf(docket), docket?.place ?? -1);
  }

  columns(subjects: Subjects): Answers {
    const numbers = this.#numbers;
    const asked = numbers.length / width;
    const [theme, agent] = [this.#theme, this.#agent];
    const [sizes, starts] = [this.#sizes, this.#starts];
    const marks = (at: number) =>
      Int8Array.from({ length: asked }, (_, i) => numbers[i * width + at] ?? -1);
    const column = (at: number) =>
      Int32Array.from({ length: asked }, (_, i) => numbers[i * width + at] ?? -1);
    return {
      agent,
      theme,
      measure: 'answers',
      asked,
      subjects,
      sizes,
      starts,
      subject: column(0),
      said: marks(1),
      label: marks(2),
      wrong: marks(3),
      docket: column(4),
      place: column(5),
    };
  }

  #numberOf(docket: Docket | undefined): number {
    if (docket === undefined) return -1;
    const known = this.#dockets.get(docket.id);
    if (known !== undefined) return known;
    this.#dockets.set(docket.id, this.#sizes.length);
    this.#starts.push(docket.startedAt ?? 0);
    return this.#sizes.push(docket.size ?? -1) - 1;
  }
}

/** The answers of which something is known. */
function only(all: Answers, known: Int8Array): Answers {
  const isKnown = (_: number, at: number) => known[at] !== -1;
  return {
    ...all,
    subject: all.subject.filter(isKnown),
    said: all.said.filter(isKnown),
    label: all.label.filter(isKnown),
    wrong: all.wrong.filter(isKnown),
    docket: all.docket.filter(isKnown),
    place: all.place.filter(isKnown),
  };
}
