import { copyFileSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { tempFolder } from './files.ts';
import { queryLedger } from './query-ledger.ts';

export const releases = ['0.1.0'];

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A ledger as a released version left it, in a folder of its own with the tickets and themes that it judged. */
export function releasedLedger(version: string) {
  const folder = tempFolder();
  const of = (ending: string) => path.join(fixtures, `ledger-${version}.${ending}`);
  const ledger = path.join(folder, 'ledger.db');
  queryLedger(ledger, gunzipSync(readFileSync(of('sql.gz'))).toString(), 'select 1');
  const [tickets, themes] = [path.join(folder, 'tickets.csv'), path.join(folder, 'themes.json')];
  copyFileSync(of('tickets.csv'), tickets);
  copyFileSync(of('themes.json'), themes);
  utimesSync(tickets, 1, 1);
  const results: unknown[] = readFileSync(of('results.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { folder, ledger, tickets, themes, results };
}
