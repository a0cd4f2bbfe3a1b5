/** How well the embedded model decides public tickets of which it was given no label. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { themeIdOf } from '../../src/domain/theme.ts';
import { measureRun, withTempFolder } from './measured-run.ts';

const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export interface Quality {
  file: string;
  themes: number;
  tickets: number;
  route: 'triage' | 'all';
  macroF1: number;
}

/** Runs `batch` over the labelled files and compares its `themes` column with the labels. */
export async function measureQuality(): Promise<Quality[]> {
  const qualities: Quality[] = [];
  for (const name of ['airline_tweets', 'banking77', 'mams_restaurant'])
    for (const route of ['triage', 'all'] as const) {
      const file = path.join(sharedData, `${name}.dev.csv`);
      if (existsSync(file)) qualities.push(await measureFile(name, file, route));
      else console.log(`skipped ${name}: the labelled data is not here`);
    }
  return qualities;
}

async function measureFile(name: string, file: string, route: Quality['route']): Promise<Quality> {
  const themesFile = path.join(sharedData, `${name}.themes.json`);
  const themes = (JSON.parse(readFileSync(themesFile, 'utf8')) as { name: string }[]).map((theme) =>
    themeIdOf(theme.name),
  );
  const rows = await withTempFolder(async (folder) => {
    const out = path.join(folder, 'out.csv');
    await measureRun('dist/command/tribunal.js', [
      ...['batch', file, '--themes', themesFile, '--text', 'text', '--route', route],
      ...['--out', out, '--ledger', path.join(folder, 'ledger.db')],
    ]);
    return parse(readFileSync(out), { columns: true }) as Record<string, string>[];
  });
  const tickets = rows.map((row) => ({
    right: new Set((row.labels ?? row.label ?? '').split('|').map(themeIdOf)),
    said: new Set((row.themes ?? '').split('|')),
  }));
  const scores = themes.map((theme) => {
    const count = (right: boolean, said: boolean) =>
      tickets.filter((t) => t.right.has(theme) === right && t.said.has(theme) === said).length;
    const wrong = count(true, false) + count(false, true);
    const hits = 2 * count(true, true);
    return hits === 0 ? 0 : hits / (hits + wrong);
  });
  const macroF1 = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { file: name, themes: themes.length, tickets: rows.length, route, macroF1 };
}
