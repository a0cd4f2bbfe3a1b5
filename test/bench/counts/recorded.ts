/** Recorded answers of real models beside people's labels, one question after another. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { seededRandom } from '../../../src/domain/random.ts';
import type { Drawable } from '../../../src/evaluation/counts/draw-sample.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/recorded/', import.meta.url));

/** One theme's question to one model: what it said, what people say. */
export interface RecordedQuestion {
  set: 'cebab' | 'framing' | 'banking77' | 'simulated';
  theme: string;
  model: string;
  said: boolean[];
  labels: boolean[];
  /** What a weighted sample goes by; one object for all themes that a sample is drawn for together. */
  drawable: Drawable[];
}

export interface RecordedAnnotations {
  model: string;
  units: { people: Map<string, string>; model: string }[];
}

export const hasRecorded = existsSync(folder);

const models = ['gemini_flash', 'gemini_pro', 'gpt-4o', 'llama-31', 'gpt-4o-mini', 'mistral-v03'];
type Row = Record<string, string>;

function read(name: string): Row[] {
  const bytes = readFileSync(folder + name);
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true }) as Row[];
}

/** Every theme by itself, and `all` of a set's themes together. Questions that people tie on are left out. */
export function recordedQuestions(): RecordedQuestion[] {
  return [
    ...questionsOf('cebab', read('cebab_restaurant_aspects.csv'), {
      theme: 'theme',
      saysYes: (answer) => answer !== 'unknown',
    }),
    ...questionsOf('framing', read('framing_yes_no.csv'), {
      theme: 'question',
      saysYes: (answer) => answer === 'yes',
    }),
    ...bankingQuestions(read('banking77_eight_models.csv.gz')),
  ];
}

function peopleOf(row: Row): Map<string, string> {
  return new Map(
    (row.humans ?? '').split('|').map((entry) => entry.split('=') as [string, string]),
  );
}

function questionsOf(
  set: 'cebab' | 'framing',
  rows: readonly Row[],
  { theme, saysYes }: { theme: string; saysYes: (answer: string) => boolean },
): RecordedQuestion[] {
  const labelled = rows.flatMap((row) => {
    const votes = [...peopleOf(row).values()];
    const yes = votes.filter(saysYes).length;
    return 2 * yes === votes.length ? [] : [{ row, label: 2 * yes > votes.length }];
  });
  const themes = ['all', ...new Set(rows.map((row) => row[theme] ?? ''))];
  return models.flatMap((model) =>
    themes.map((name) => {
      const own = labelled.filter(({ row }) => name === 'all' || row[theme] === name);
      const said = own.map(({ row }) => saysYes(row[model] ?? ''));
      const labels = own.map(({ label }) => label);
      return {
        set,
        theme: name,
        model,
        said,
        labels,
        drawable: doubtByChance(said, labels),
      };
    }),
  );
}

/** Of these nobody recorded a confidence: doubt is by chance, higher where model and people differ. */
export function doubtByChance(said: readonly boolean[], labels: readonly boolean[]): Drawable[] {
  const random = seededRandom(12);
  return said.map((yes, i) => ({
    doubt: (yes === labels[i] ? 0.2 : 0.6) * random(),
    themes: yes ? ['it'] : [],
  }));
}

/** The labels that any model was shown: the others it can't have said. */
function bankingQuestions(rows: readonly Row[]): RecordedQuestion[] {
  const columns = Object.keys(rows[0] ?? {}).slice(4);
  const names = columns.filter((name) => !name.endsWith(':conf'));
  const shown = new Set(rows.flatMap((row) => names.map((name) => row[name] ?? '')));
  const themes = [...new Set(rows.map(({ label = '' }) => label))].filter((label) =>
    shown.has(label),
  );
  return names.flatMap((model) => {
    const confidenceOf = confidencesOf(rows, model);
    const drawable = rows.map((row) => ({
      doubt: 1 - confidenceOf(row),
      themes: [row[model] ?? ''].filter((name) => name !== 'oos'),
    }));
    return themes.map((theme) => ({
      set: 'banking77' as const,
      theme,
      model,
      drawable,
      said: rows.map((row) => row[model] === theme),
      labels: rows.map(({ label }) => label === theme),
    }));
  });
}

/** Stated from 0 to 1 by some models, to 100 by others; brought to 0 to 1. */
function confidencesOf(rows: readonly Row[], model: string): (row: Row) => number {
  const most = Math.max(...rows.map((row) => Number(row[`${model}:conf`])));
  return (row) => Number(row[`${model}:conf`]) / (most > 1 ? 100 : 1);
}

/** The restaurant aspects with each person's answer, by model. */
export function recordedAnnotations(): RecordedAnnotations[] {
  const rows = read('cebab_restaurant_aspects.csv');
  return models.map((model) => ({
    model,
    units: rows.map((row) => ({ people: peopleOf(row), model: row[model] ?? '' })),
  }));
}

/** What a recorded model said of each banking ticket, with its stated confidence from 0 to 1. */
export interface RecordedConfidences {
  model: string;
  yes: { theme: string; confidence: number; isRight: boolean }[];
}

export function recordedConfidences(): RecordedConfidences[] {
  const rows = read('banking77_eight_models.csv.gz');
  const names = Object.keys(rows[0] ?? {})
    .slice(4)
    .filter((name) => !name.endsWith(':conf'));
  return names.map((model) => {
    const confidenceOf = confidencesOf(rows, model);
    return {
      model,
      yes: rows
        .filter((row) => row[model] !== 'oos')
        .map((row) => ({
          theme: row[model] ?? '',
          confidence: confidenceOf(row),
          isRight: row[model] === row.label,
        })),
    };
  });
}
