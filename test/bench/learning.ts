/** How well the embedded model decides public tickets when it is taught by labels of others of them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { seededRandom } from '../../src/domain/random.ts';
import { Theme } from '../../src/domain/theme.ts';
import type { Example, Subject } from '../../src/learning/example.ts';
import { openLearned } from '../../src/learning/read-learned.ts';
import { train } from '../../src/learning/train.ts';
import { createClassifier } from '../../src/model/embedded/classifier.ts';

const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const folds = 5;

export interface Labelled {
  themes: Theme[];
  tickets: { text: string; labels: ReadonlySet<string> }[];
}

export interface Taught {
  file: string;
  isExclusive: boolean;
  macroF1: number;
  unlearned: number;
  alwaysYes: number;
}

/** Five folds: all that a model goes by, thresholds included, is found on four of them, and tested on the fifth. */
export function measureTaught(): Taught[] {
  return ['airline_tweets', 'mams_restaurant', 'banking77'].flatMap((file) => {
    const labelled = readLabelled(file);
    if (labelled === undefined) return [];
    const { themes, tickets } = labelled;
    const classifier = createClassifier(themes);
    const unlearned = tickets.map(({ text }) =>
      classifier.read(text).themes.flatMap((own) => (own.verdict === 'yes' ? own.theme : [])),
    );
    const all = themes.map(({ id }) => id);
    const always = tickets.map(() => all);
    return (file === 'banking77' ? [false, true] : [false]).map((isExclusive) => ({
      file,
      isExclusive,
      macroF1: macroF1(labelled, teach(labelled, isExclusive)),
      unlearned: macroF1(labelled, unlearned),
      alwaysYes: macroF1(labelled, always),
    }));
  });
}

/** The time of `train` for so many tickets of 77 themes, in seconds; each is mixed from two of one theme. */
export function measureTraining(count: number): number | undefined {
  const labelled = readLabelled('banking77');
  if (labelled === undefined) return undefined;
  const { tickets } = labelled;
  const random = seededRandom(3);
  const examples = Array.from({ length: count }, (_, number) => {
    const one = tickets[number % tickets.length] ?? tickets[0];
    const [label] = one?.labels ?? [];
    const twins = tickets.filter(({ labels }) => labels.has(label ?? ''));
    const other = twins[Math.floor(random() * twins.length)];
    const words = [one?.text.split(' ').slice(0, 6), other?.text.split(' ').slice(-6)].flat();
    return exampleOf(labelled.themes, { text: words.join(' '), labels: one?.labels ?? new Set() });
  });
  const started = performance.now();
  train(subjectsOf(labelled.themes, false), examples, seededRandom(1));
  return (performance.now() - started) / 1000;
}

function teach({ themes, tickets }: Labelled, isExclusive: boolean): string[][] {
  const subjects = subjectsOf(themes, isExclusive);
  const random = seededRandom(7);
  const foldOf = tickets.map(() => Math.floor(random() * folds));
  const said: string[][] = tickets.map(() => []);
  for (let fold = 0; fold < folds; fold++) {
    const seen = tickets.filter((_, at) => foldOf[at] !== fold);
    const examples = seen.map((ticket) => exampleOf(themes, ticket));
    const reader = openLearned(train(subjects, examples, seededRandom(1)));
    for (const [at, { text }] of tickets.entries())
      if (foldOf[at] === fold)
        said[at] = reader.read(text).flatMap(({ isYes }, theme) => {
          const id = reader.ids[theme];
          return isYes && id !== undefined ? id : [];
        });
  }
  return said;
}

function subjectsOf(themes: readonly Theme[], isExclusive: boolean): Subject[] {
  const ids = themes.map(({ id }) => id);
  return themes.map(({ id, name, definition }) => ({
    id,
    words: `${name}. ${definition}`,
    excludes: isExclusive ? ids.filter((other) => other !== id) : [],
  }));
}

function exampleOf(themes: readonly Theme[], { text, labels }: Labelled['tickets'][number]) {
  const answers = new Map(themes.map(({ id, name }) => [id, labels.has(name) || labels.has(id)]));
  return { text, answers } satisfies Example;
}

function macroF1({ themes, tickets }: Labelled, said: readonly (readonly string[])[]): number {
  const scores = themes.map((theme) => {
    const answers = tickets.map((ticket, at) => ({
      right: exampleOf([theme], ticket).answers.get(theme.id) === true,
      said: said[at]?.includes(theme.id) === true,
    }));
    const hits = answers.filter((answer) => answer.right && answer.said).length;
    const wrong = answers.filter((answer) => answer.right !== answer.said).length;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function readLabelled(name: string): Labelled | undefined {
  const [file, themes] = ['dev.csv', 'themes.json'].map((end) =>
    path.join(sharedData, `${name}.${end}`),
  ) as [string, string];
  if (!existsSync(file) || !existsSync(themes)) {
    console.log(`skipped ${name}: the labelled data is not here`);
    return undefined;
  }
  const rows = parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[];
  return {
    themes: Theme.array().parse(JSON.parse(readFileSync(themes, 'utf8'))),
    tickets: rows.map(({ text = '', labels, label = '' }) => ({
      text,
      labels: new Set((labels ?? label).split('|')),
    })),
  };
}
