import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { whenFileEnds } from './endings.ts';

/** A folder that lives as long as the test file. */
export function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tribunal-test-'));
  whenFileEnds(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file of tickets with the given texts and ids T1, T2, … */
export function ticketsFile(folder: string, texts: string[], name = 'tickets.csv'): string {
  const file = path.join(folder, name);
  const rows = texts.map((text, index) => ({ id: `T${index + 1}`, text }));
  writeFileSync(file, stringify(rows, { header: true, columns: ['id', 'text'] }));
  return file;
}

/** Two themes in a JSON list. */
export function themesFile(folder: string): string {
  const file = path.join(folder, 'themes.json');
  writeFileSync(
    file,
    JSON.stringify([
      { name: 'Late Flight', definition: 'The flight was late.' },
      { name: 'Lost bag', definition: 'A bag is lost.' },
    ]),
  );
  return file;
}
