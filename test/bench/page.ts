/** How soon the page shows a run of 200,000 tickets, asked over HTTP of a server of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import Database from 'libsql';
import { measureRun, root, withTempFolder } from './measured-run.ts';
import { makeTickets } from './throughput.ts';

const heard = 2000;
/** The heard tickets once more as other rows of the same run, until it has 200,000. */
const copies = 99;

export async function measurePage() {
  return withTempFolder(async (folder) => {
    const ledger = path.join(folder, 'ledger.db');
    const run = await writeBigRun(folder, ledger);
    const server = spawn(
      process.execPath,
      [path.join(root, 'dist/command/tribunal.js'), 'serve', '--port', '0', '--ledger', ledger],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      return await askAll(server, await addressOf(server), run);
    } finally {
      server.kill();
    }
  });
}

async function askAll(server: ChildProcess, address: string, run: string) {
  const at = `/runs/${run}`;
  const time = async (query: string) => (await ask(address, `${at}/${query}`)).milliseconds;
  return {
    firstRowsMs: await time('tickets?limit=100'),
    findingsMs: await time('summary'),
    byMonthMs: await time('breakdown?by=month'),
    chartsMs: await time('charts'),
    // Texts and dates are read in the background from the first rows on.
    firstTextMs: await time('tickets?text=refund'),
    firstTimelineMs: await time('timeline'),
    timelineMs: await time('timeline?status=decided'),
    filterMs: Math.max(
      await time('tickets?status=review&least=0.4'),
      await time('tickets?theme=technology&failed=policy'),
      await time('charts?surest=0.8&status=decided'),
    ),
    sortMs: Math.max(
      await time('tickets?sort=confidence&order=down'),
      await time('tickets?sort=themes'),
    ),
    sortByIdMs: await time('tickets?sort=id'),
    textMs: Math.max(await time('tickets?text=stroller'), await time('charts?text=no+such+words')),
    scrollMs: await time('tickets?offset=150000&limit=100'),
    residentMegabytes: peakOf(server),
    scriptKilobytes: scriptKilobytes(),
  };
}

/** The scripts of the first page, gzipped: what its document names, and the list of runs. */
function scriptKilobytes(): number {
  const page = path.join(root, 'dist/page');
  const named = readFileSync(path.join(page, 'index.html'), 'utf8').matchAll(/assets\/[^"]+\.js/g);
  const bytes = [...named].map(([file]) => gzipSync(readFileSync(path.join(page, file))).length);
  return Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1000);
}

/** Writes a run of 200,000 decided tickets, with a date each. Returns its id. */
export async function writeBigRun(folder: string, ledger: string): Promise<string> {
  const file = path.join(folder, 'tickets.csv');
  const rows = makeTickets(heard).map((ticket, index) => ({
    ...ticket,
    date: new Date(Date.UTC(2025, 0, 1 + (index % 500))).toISOString(),
  }));
  writeFileSync(file, stringify(rows, { header: true }));
  const args = ['batch', file, '--json', '--ledger', ledger];
  const { stdout } = await measureRun('dist/command/tribunal.js', args);
  const database = new Database(ledger);
  const further = (table: string, changed: Record<string, string>) => {
    const columns = database.prepare(`pragma table_info(${table})`).all() as { name: string }[];
    database.exec(
      `with recursive numbers (number) as
         (select 1 union all select number + 1 from numbers where number < ${copies})
       insert into ${table} (${columns.map(({ name }) => name).join(', ')})
       select ${columns.map(({ name }) => changed[name] ?? name).join(', ')} from numbers, ${table}`,
    );
  };
  const row = `row + ${heard} * number`;
  database.exec('begin');
  further('tickets', { row, id: "id || '-' || number" });
  further('decisions', { row });
  database.exec(`update runs set rows = ${heard * (copies + 1)}`);
  database.exec('commit');
  database.close();
  return (JSON.parse(stdout) as { run: string }).run;
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout?.once('data', (line: Buffer) => resolve(String(line).trim()));
  });
}

async function ask(address: string, at: string): Promise<{ body: unknown; milliseconds: number }> {
  const started = performance.now();
  const response = await fetch(`${address}api${at}`);
  if (!response.ok) throw new Error(`${at}: ${response.status} ${await response.text()}`);
  const body: unknown = await response.json();
  return { body, milliseconds: performance.now() - started };
}

/** The largest resident set so far. */
function peakOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
