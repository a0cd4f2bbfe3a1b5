/** How well the embedded classifier reads public data that it was given no label of. Alone: `node --import tsx test/bench/quality.ts [folder]`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Theme } from '../../src/domain/theme.ts';
import { createClassifier } from '../../src/model/embedded/classifier.ts';

export interface ClassifierQuality {
  file: string;
  themes: number;
  rows: number;
  /** A theme counts where it was routed and its verdict is yes. */
  macroF1Routed: number;
  /** A theme counts where its verdict is yes. */
  macroF1All: number;
  routedPerTicket: number;
  yesPerTicket: number;
  /** The part of the labels that triage would hand on. */
  routedRecall: number;
  millisecondsPerTicket: number;
}

const FILES = ['airline_tweets', 'banking77', 'mams_restaurant'];
const SHARED_DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

const Row = z
  .object({ text: z.string(), labels: z.string().optional(), label: z.string().optional() })
  .transform(({ text, labels, label }) => ({
    text,
    labels: new Set((labels ?? label ?? '').split('|').filter((name) => name !== '')),
  }));
type Row = z.output<typeof Row>;

export function measureClassifier(sharedData: string = SHARED_DATA): ClassifierQuality[] {
  return FILES.flatMap((file) => {
    const tickets = join(sharedData, `${file}.dev.csv`);
    const themes = join(sharedData, `${file}.themes.json`);
    const missing = [tickets, themes].find((path) => !existsSync(path));
    if (missing !== undefined) {
      console.error(`skipped ${file}: ${missing} is missing`);
      return [];
    }
    return [measureFile(file, readThemes(themes), readRows(tickets))];
  });
}

function measureFile(file: string, themes: Theme[], rows: Row[]): ClassifierQuality {
  const classifier = createClassifier(themes);
  const started = performance.now();
  const readings = rows.map(({ text }) => classifier.read(text).themes);
  const milliseconds = performance.now() - started;

  const names = themes.map((theme) => theme.name);
  const chosen = (isChosen: (reading: (typeof readings)[number][number]) => boolean) =>
    readings.map(
      (reading) => new Set(names.filter((_, at) => reading[at] && isChosen(reading[at]))),
    );
  const routed = chosen((reading) => reading.routed);
  const yes = chosen((reading) => reading.verdict === 'yes');
  const both = chosen((reading) => reading.routed && reading.verdict === 'yes');
  const labels = rows.map((row) => row.labels);
  const found = labels.map((own, at) => new Set([...own].filter((name) => routed[at]?.has(name))));
  return {
    file,
    themes: themes.length,
    rows: rows.length,
    macroF1Routed: macroF1(names, labels, both),
    macroF1All: macroF1(names, labels, yes),
    routedPerTicket: total(routed) / rows.length,
    yesPerTicket: total(yes) / rows.length,
    routedRecall: total(found) / total(labels),
    millisecondsPerTicket: milliseconds / rows.length,
  };
}

function macroF1(names: string[], labels: Set<string>[], given: Set<string>[]): number {
  const each = names.map((name) => {
    let right = 0;
    let claimedOrTrue = 0;
    for (const [at, own] of labels.entries()) {
      const isTrue = own.has(name);
      const isGiven = given[at]?.has(name) ?? false;
      if (isTrue && isGiven) right++;
      claimedOrTrue += Number(isTrue) + Number(isGiven);
    }
    return right === 0 ? 0 : (2 * right) / claimedOrTrue;
  });
  return each.reduce((sum, f1) => sum + f1, 0) / names.length;
}

function total(sets: Set<string>[]): number {
  return sets.reduce((sum, set) => sum + set.size, 0);
}

function readThemes(path: string): Theme[] {
  return z.array(Theme).parse(JSON.parse(readFileSync(path, 'utf8')));
}

function readRows(path: string): Row[] {
  return z.array(Row).parse(parse(readFileSync(path), { columns: true, bom: true }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rounded = measureClassifier(process.argv[2]).map((quality) =>
    Object.fromEntries(
      Object.entries(quality).map(([key, value]) => [
        key,
        typeof value === 'number' ? Math.round(value * 1000) / 1000 : value,
      ]),
    ),
  );
  console.table(rounded);
}
