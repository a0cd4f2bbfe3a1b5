/** Whether the embedded model's confidence means what it says, on texts that its scale was not fitted on. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Theme } from '../../../src/domain/theme.ts';
import { type Calibration, calibrationOf } from '../../../src/evaluation/calibration.ts';
import {
  chanceOf,
  fitted,
  sureEnough,
  type Weights,
} from '../../../src/model/embedded/certainty.ts';
import { createClassifier, type Reading } from '../../../src/model/embedded/classifier.ts';
import { foreignTo } from '../../../src/model/embedded/words/language.ts';
import type { Signs } from '../../../src/model/embedded/words/signs.ts';
import { loadThemes } from '../../../src/themes/load-themes.ts';
import { type Labelled, readLabelled } from '../learning.ts';
import { percent, print } from '../print.ts';
import { fitWeights, type Sample } from './fit-weights.ts';

/** A labelled file, its tickets split by turns into two halves. */
interface TestSet extends Labelled {
  name: string;
  /** By ticket and theme: what a judge who is asked would go by, and the label. */
  samples: Sample[][];
}

/** What the issue asks of the tickets that are decided: of whole tickets, or of their yes verdicts. */
const asked: Record<string, string> = {
  banking77: '>= 75 % of tickets',
  mams_restaurant: '>= 85 % of yes',
  airline_tweets: '>= 65 % of yes',
};

export async function printCertainty(): Promise<void> {
  const files = ['banking77', 'mams_restaurant', 'airline_tweets'].flatMap((name) => {
    const labelled = readLabelled(name);
    return labelled === undefined ? [] : [openSet(name, labelled)];
  });
  if (files.length < 3) return;
  const shipped = openSet('sample tickets (never fitted on)', await readShipped());
  const halves = [0, 1].map((half) => fitWeights(files.map((file) => samplesOf(file, half))));
  const whole = fitWeights(files.map((file) => samplesOf(file)));
  console.log(
    'embedded model: is it right as often as it says? Fitted on one half, shown on the other',
  );
  for (const set of files) show(set, (row) => halves[1 - (row % 2)] as Weights);
  show(shipped, () => whole);
  for (const set of files) {
    const others = files.filter((file) => file !== set).map((file) => samplesOf(file));
    const weights = fitWeights(others);
    const { ece } = grade(set, () => weights).calibration;
    print(`  ${set.name}, fitted on the two other files`, `error ${(ece ?? 0).toFixed(3)}`);
  }
  print('  weights by halves and whole', [...halves, whole, fitted].map(describe).join(' | '));
  const english = files.flatMap(({ tickets }) => tickets);
  const foreign = foreignTo(files.flatMap(({ themes }) => themes));
  const languages = await Promise.all(english.map(({ text }) => foreign(text)));
  const misread = languages.filter((language) => language !== undefined).length;
  print('  English texts taken for another language', `${misread} of ${english.length}`);
}

function describe(weights: Weights): string {
  return Object.values(weights)
    .map((weight) => weight.toFixed(2))
    .join(' ');
}

function openSet(name: string, { themes, tickets }: Labelled): TestSet {
  let signs: Signs[] = [];
  const recorder = createClassifier(themes, undefined, (own) => {
    signs.push(own);
    return 0;
  });
  const samples = tickets.map(({ text, labels }) => {
    signs = [];
    const { themes: readings } = recorder.read(text);
    return readings.flatMap(({ routed, theme }, at) =>
      routed && signs[at] !== undefined
        ? [{ signs: signs[at], applies: isLabelled(themes[at], theme, labels) }]
        : [],
    );
  });
  return { name, themes, tickets, samples };
}

function isLabelled(theme: Theme | undefined, id: string, labels: ReadonlySet<string>): boolean {
  return labels.has(id) || (theme !== undefined && labels.has(theme.name));
}

function samplesOf({ samples }: TestSet, half?: number): Sample[] {
  return samples.filter((_, row) => half === undefined || row % 2 === half).flat();
}

interface Graded {
  calibration: Calibration;
  decided: number;
  /** Of the decided tickets those with exactly their labels, and of their yes verdicts those that are right. */
  exact: number;
  yes: number;
  rightYes: number;
}

/** As a run does it: triage, judges, and what is not sure enough goes to a person. */
function grade(set: TestSet, weightsOf: (row: number) => Weights): Graded {
  const readers = new Map<Weights, (text: string) => Reading>();
  const claims: { confidence: number; isRight: boolean }[] = [];
  const graded = { decided: 0, exact: 0, yes: 0, rightYes: 0 };
  for (const [row, { text, labels }] of set.tickets.entries()) {
    const weights = weightsOf(row);
    const read =
      readers.get(weights) ??
      createClassifier(set.themes, undefined, (signs) => chanceOf(signs, weights)).read;
    readers.set(weights, read);
    const { themes, none = 0 } = read(text);
    const marks = themes.map(({ theme, verdict, confidence, routed }, at) => {
      const isRight = (verdict === 'yes') === isLabelled(set.themes[at], theme, labels);
      if (routed) claims.push({ confidence, isRight });
      return { isYes: verdict === 'yes', isSure: !routed || confidence >= sureEnough, isRight };
    });
    const hasYes = marks.some(({ isYes }) => isYes);
    if (!marks.every(({ isSure }) => isSure) || (!hasYes && none < sureEnough)) continue;
    graded.decided += 1;
    if (marks.every(({ isRight }) => isRight)) graded.exact += 1;
    for (const { isYes, isRight } of marks) {
      if (isYes) graded.yes += 1;
      if (isYes && isRight) graded.rightYes += 1;
    }
  }
  return { calibration: calibrationOf(claims), ...graded };
}

function show(set: TestSet, weightsOf: (row: number) => Weights): void {
  const { calibration, decided, exact, yes, rightYes } = grade(set, weightsOf);
  print(
    `  ${set.name} (${set.tickets.length} x ${set.themes.length}), ${calibration.count} verdicts: calibration error`,
    (calibration.ece ?? 0).toFixed(3),
    asked[set.name] === undefined ? '' : '<= 0.06',
  );
  for (const { from, to, count, confidence, accuracy } of calibration.bins)
    if (count > 0)
      print(
        `    ${from.toFixed(1)}-${to.toFixed(1)}, ${count} verdicts: says, is right`,
        `${percent(confidence ?? 0)}, ${percent(accuracy ?? 0)}`,
      );
  print(
    '    tickets decided; of them exactly right; of their yes right',
    `${percent(decided / set.tickets.length)}; ${percent(exact / decided)}; ${percent(rightYes / yes)}`,
    asked[set.name],
  );
}

async function readShipped(): Promise<Labelled> {
  const rows = (name: string) =>
    parse(readFileSync(`data/${name}.csv`), { columns: true }) as Record<string, string>[];
  const labels = new Map(rows('gold').map(({ id = '', themes = '' }) => [id, themes.split('|')]));
  const themes = await loadThemes('agents/themes');
  const foreign = foreignTo(themes);
  const tickets = rows('tickets').map(({ id = '', feedback = '' }) => ({
    text: feedback,
    labels: new Set(labels.get(id)),
  }));
  const languages = await Promise.all(tickets.map(({ text }) => foreign(text)));
  return { themes, tickets: tickets.filter((_, at) => languages[at] === undefined) };
}
