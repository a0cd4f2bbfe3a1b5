/** Of labels that are wrong on purpose, beside a tribunal that is right: how many are listed, and what is said to be proved. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { LabelDoubts } from '../../../src/cases/doubts/label-doubts.ts';
import { diagnoseCase } from '../../../src/diagnosis/diagnose-case.ts';
import type { Outcome } from '../../../src/domain/decision/outcome.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { caseOf, no, yes } from '../../support/cases.ts';

const noise = 0.1;
const kinds = ['dropped', 'added', 'replaced'] as const;

interface Labelled {
  text: string;
  labels: string[];
}

const at = (place: string) => fileURLToPath(new URL(`../../../${place}`, import.meta.url));
const read = (place: string) =>
  parse(readFileSync(at(place)), { columns: true }) as Record<string, string>[];
const split = (labels = '') => labels.split('|').filter((label) => label !== '');

/** Files with several labels a text; those that are not there are left out. */
const files: Record<string, () => Labelled[]> = {
  'data/tickets.csv': () => {
    const gold = new Map(read('data/gold.csv').map(({ id, themes }) => [id, split(themes)]));
    return read('data/tickets.csv').map(({ id, feedback = '' }) => ({
      text: feedback,
      labels: gold.get(id) ?? [],
    }));
  },
  '../shared/data/mams_restaurant.dev.csv': () => labelledRows('mams_restaurant.dev.csv'),
  '../shared/data/airline_tweets.dev.csv': () => labelledRows('airline_tweets.dev.csv'),
};

const labelledRows = (name: string) =>
  read(`../shared/data/${name}`).map(({ text = '', labels }) => ({ text, labels: split(labels) }));

export function measureLabelNoise() {
  return Object.entries(files)
    .filter(([place]) => existsSync(at(place)))
    .map(([place, readTexts]) => ({ file: place.split('/').at(-1) ?? '', ...noisy(readTexts()) }));
}

function noisy(texts: readonly Labelled[]) {
  const random = seededRandom(5);
  const themes = [...new Set(texts.flatMap(({ labels }) => labels))].sort();
  const doubts = new LabelDoubts();
  const wrong = new Map<number, (typeof kinds)[number]>();
  let proved = 0;
  for (const [index, { text, labels }] of texts.entries()) {
    const row = index + 1;
    const gold = [...labels];
    if (random() < noise) {
      const others = themes.filter((theme) => !labels.includes(theme));
      const other = others[Math.floor(random() * others.length)];
      const kind = kinds[Math.floor(random() * 3)] ?? 'added';
      if (kind !== 'added') gold.shift();
      if (kind !== 'dropped' && other !== undefined) gold.push(other);
      if (gold.join() !== labels.join()) wrong.set(row, kind);
    }
    const outcomes = themes.map((theme): Outcome => {
      const confidence = 0.8 + 0.19 * random();
      const quote = text.slice(0, 30);
      return labels.includes(theme) ? yes(theme, { confidence, quote }) : no(theme, { confidence });
    });
    const known = caseOf(outcomes, { ticket: { row, id: `T${row}`, text }, gold });
    doubts.count(known);
    const { findings } = diagnoseCase(known);
    proved += findings.filter(({ certainty }) => certainty === 'proved_by_trace').length;
  }
  const listed = doubts.doubtful().map(({ row }) => row);
  const shareOf = (kind?: (typeof kinds)[number]) => {
    const own = [...wrong].filter(([, how]) => kind === undefined || how === kind);
    return own.filter(([row]) => listed.includes(row)).length / Math.max(1, own.length);
  };
  return {
    texts: texts.length,
    wrong: wrong.size,
    proved,
    recall: shareOf(),
    byKind: kinds.map((kind) => ({ kind, recall: shareOf(kind) })),
    precision: listed.filter((row) => wrong.has(row)).length / Math.max(1, listed.length),
  };
}
