/** How long it takes to say what went wrong: over a whole run, and about one ticket of many. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import Database from 'libsql';
import { tellStories } from '../../src/cases/stories/tell-story.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { measureRun, withTempFolder } from './measured-run.ts';
import { writeTickets } from './throughput.ts';

const diagnosed = 20_000;
/** The run once more under other names, until the ledger holds 200,000 tickets. */
const copies = 9;
const ownGold = fileURLToPath(new URL('../../data/gold.csv', import.meta.url));

export async function measureDiagnosis() {
  return withTempFolder(async (folder) => {
    const at = (name: string) => path.join(folder, name);
    const [tickets, gold, ledger] = [at('tickets.csv'), at('gold.csv'), at('ledger.db')];
    writeTickets(tickets, diagnosed);
    writeGold(gold);
    const on = ['--ledger', ledger];
    await measureRun('dist/command/tribunal.js', ['batch', tickets, '--json', ...on]);
    const { seconds, peakMegabytes, stdout } = await measureRun('dist/command/tribunal.js', [
      ...['diagnose', '--gold', gold, '--json', ...on],
    ]);
    const { findings } = JSON.parse(stdout) as { findings: unknown[] };
    copyRun(ledger);
    const traces: number[] = [];
    for (const ticket of ['B11', 'B10007', 'B19999'])
      traces.push((await measureRun('dist/command/tribunal.js', ['trace', ticket, ...on])).seconds);
    return {
      seconds,
      peakMegabytes,
      findings: findings.length,
      traceSeconds: Math.max(...traces),
      queryMs: await measureQueries(ledger),
    };
  });
}

/** The slowest of three, the first of them with nothing in memory yet. */
async function measureQueries(location: string): Promise<number> {
  const ledger = await openLedger(location);
  const times: number[] = [];
  try {
    for (const ticket of ['B123', 'B9876', 'B15432']) {
      const started = performance.now();
      await tellStories(ledger, ticket, undefined);
      times.push(performance.now() - started);
    }
  } finally {
    await ledger.close();
  }
  return Math.max(...times);
}

function writeGold(file: string): void {
  const own = parse(readFileSync(ownGold), { columns: true }) as { themes: string }[];
  const rows = Array.from({ length: diagnosed }, (_, index) => ({
    id: `B${index}`,
    themes: own[index % own.length]?.themes ?? '',
  }));
  writeFileSync(file, stringify(rows, { header: true }));
}

function copyRun(ledger: string): void {
  const database = new Database(ledger);
  database.exec('begin');
  for (let copy = 1; copy <= copies; copy++)
    for (const [table, changed] of Object.entries(renamed(copy))) {
      const columns = (
        database.prepare(`pragma table_info(${table})`).all() as { name: string }[]
      ).map(({ name }) => name);
      database.exec(
        `insert into ${table} (${columns.join(', ')})
         select ${columns.map((name) => changed[name] ?? name).join(', ')} from ${table}
         where ${table === 'runs' ? 'id' : 'run'} not like '%copy%'`,
      );
    }
  database.exec('commit');
  database.close();
}

/** Older runs of the same file, whose answers are the first one's. */
function renamed(copy: number): Record<string, Record<string, string>> {
  const run = `run || ' copy ${copy}'`;
  return {
    tickets: { run },
    decisions: { run },
    dockets: { run, id: `id || ' copy ${copy}'` },
    calls: { run, id: `id || ' copy ${copy}'`, docket: `docket || ' copy ${copy}'` },
    runs: { id: `id || ' copy ${copy}'`, started_at: `started_at - ${copy}` },
  };
}
