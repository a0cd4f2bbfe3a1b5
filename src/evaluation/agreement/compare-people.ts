import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { type People, readPeople } from '../../tickets/read-people.ts';
import { type CountedTicket, readCounted } from '../counts/counted-tickets.ts';
import type { PeopleLabels } from '../counts/people-labels.ts';
import { type AlternativeAnnotator, alternativeAnnotator } from './alternative-annotator.ts';
import { kappa } from './kappa.ts';
import { krippendorffAlpha } from './krippendorff.ts';

export interface PeopleOptions extends People {
  run: string | undefined;
  /** What a person may be better by, 0 to 1. */
  epsilon: number;
}

/** How people and the run agree about which themes apply: each ticket and theme is a question. */
export interface PeopleReport {
  run: string;
  people: string[];
  /** Questions that at least two people answered, and the run too. */
  questions: number;
  /** Krippendorff's alpha of the people; null where it can't be told. */
  alpha: number | null;
  /** Every two people, and the run as `model`: Cohen's kappa. */
  pairs: { between: [string, string]; questions: number; kappa: number | null }[];
  epsilon: number;
  /** Whether the model may stand in for a person here. */
  test: AlternativeAnnotator & { passes: boolean };
}

/** With fewer questions the test means nothing (Calderon and others 2025 ask for 50 to 100). */
const fewestQuestions = 30;
/** What a person may be better by where nobody says otherwise. */
const usualEpsilon = 0.1;

/** Compares a run with several people's labels. Only reads. @throws UserMistake */
export async function comparePeople(ledger: Ledger, options: PeopleOptions): Promise<PeopleReport> {
  const run = await readRun(ledger, options.run);
  const { themes, roles } = run.parsed;
  const tickets = await readCounted(ledger, run, undefined);
  const ids = await ledger.results.ids(run.id, 1, tickets.at(-1)?.row ?? 0);
  const people = await readPeople(options, themes, roles.id);
  const labels = new Map(
    ids.row.map((row, at) => [
      row,
      new Map(
        people.flatMap(({ name, labels }) => {
          const own = labels.get(ids.id[at] ?? '');
          return own === undefined ? [] : [[name, new Set(own)] as const];
        }),
      ),
    ]),
  );
  const units = unitsOf(themes, tickets, labels);
  if (units.length < fewestQuestions)
    throw new UserMistake(
      `only ${units.length} questions of run ${run.id} were answered by two people or more; the test takes at least ${fewestQuestions}`,
    );
  const names = people.map(({ name }) => name);
  return {
    run: run.id,
    people: names,
    questions: units.length,
    epsilon: options.epsilon,
    alpha: krippendorffAlpha(units.map((unit) => [...unit.people.values()])) ?? null,
    pairs: pairsOf([...names, 'model'], units),
    test: testModel(units, options.epsilon),
  };
}

/** Whether the model may stand in for those who labelled a run's tickets in the page; null where too few did. */
export function testAgainst(
  themes: readonly { id: string }[],
  tickets: readonly CountedTicket[],
  labels: ReadonlyMap<number, PeopleLabels>,
): { questions: number; passes: boolean } | null {
  const units = unitsOf(themes, tickets, labels);
  if (units.length < fewestQuestions) return null;
  return { questions: units.length, passes: testModel(units, usualEpsilon).passes };
}

interface Unit {
  people: ReadonlyMap<string, string>;
  model: string;
}

/** Each ticket and theme that two people or more answered, and the run too. */
function unitsOf(
  themes: readonly { id: string }[],
  tickets: readonly CountedTicket[],
  labels: ReadonlyMap<number, PeopleLabels>,
): Unit[] {
  return tickets.flatMap(({ row, said, failed, status }) => {
    const known = labels.get(row);
    if (known === undefined || known.size < 2 || status === 'failed') return [];
    return themes
      .filter((theme) => !failed.has(theme.id))
      .map((theme) => ({
        people: new Map([...known].map(([name, ids]) => [name, answer(ids.has(theme.id))])),
        model: answer(said.has(theme.id)),
      }));
  });
}

function testModel(units: readonly Unit[], epsilon: number): PeopleReport['test'] {
  const test = alternativeAnnotator(units, epsilon);
  return { ...test, passes: test.winningRate >= 0.5 };
}

function answer(isYes: boolean): string {
  return isYes ? 'yes' : 'no';
}

function pairsOf(names: readonly string[], units: readonly Unit[]): PeopleReport['pairs'] {
  return names.flatMap((one, place) =>
    names.slice(place + 1).map((other) => {
      const counts = { bothYes: 0, bothNo: 0, onlyFirst: 0, onlySecond: 0 };
      for (const { people, model } of units) {
        const [first, second] = [one, other].map((name) =>
          name === 'model' ? model : people.get(name),
        );
        if (first === undefined || second === undefined) continue;
        if (first === second) counts[first === 'yes' ? 'bothYes' : 'bothNo'] += 1;
        else counts[first === 'yes' ? 'onlyFirst' : 'onlySecond'] += 1;
      }
      const questions = Object.values(counts).reduce((sum, count) => sum + count, 0);
      return { between: [one, other], questions, kappa: kappa(counts) ?? null };
    }),
  );
}
