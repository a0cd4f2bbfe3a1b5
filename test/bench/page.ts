/** How soon the page shows a run of 200,000 tickets, asked over HTTP of a server of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import Database from 'libsql';
import { measureRun, root, withTempFolder } from './measured-run.ts';
import { makeTickets } from './throughput.ts';

const heard = 2000;
/** The heard tickets once more as other rows of the same run, until it has 200,000. */
const copies = 99;

/** Asked once the first rows are there, each of a server of its own: nothing of it is known yet. */
const firstAsked = {
  theme: 'tickets?theme=technology&failed=policy',
  status: 'tickets?status=review&least=0.4',
  column: 'tickets?where=is:problem:Upgrade%2520with%2520miles',
  date: 'tickets?since=2025-03-01&until=2025-04-30',
  words: 'tickets?text=refund',
  'sort by confidence': 'tickets?sort=confidence&order=down',
  'sort by themes': 'tickets?sort=themes',
  'sort by id': 'tickets?sort=id',
  'shares by month': 'breakdown?by=month',
  findings: 'summary',
  charts: 'charts',
  timeline: 'timeline',
};

const askedLater = {
  'filter again': 'charts?surest=0.8&status=decided',
  'words again': 'tickets?text=stroller',
  'no such words': 'charts?text=no+such+words',
  'timeline again': 'timeline?status=decided',
  scroll: 'tickets?offset=150000&limit=100',
};

export interface MeasuredAnswer {
  what: string;
  milliseconds: number;
  /** Of the whole server, while it was asked. */
  cpuMs: number;
  /** Milliseconds that it may take. */
  most: number;
}

const mostMs: Record<string, number> = {
  'first rows': 1200,
  'shares by month': 1500,
  findings: 1500,
};

export async function measurePage() {
  return withTempFolder(async (folder) => {
    const ledger = path.join(folder, 'ledger.db');
    const at = `/runs/${await writeBigRun(folder, ledger)}`;
    const answers: MeasuredAnswer[] = [];
    let residentMegabytes = 0;
    for (const [what, query] of Object.entries(firstAsked))
      await withServer(ledger, async (server) => {
        const firstRows = await measureAnswer(server, 'first rows', `${at}/tickets?limit=100`);
        if (answers.length === 0) answers.push(firstRows);
        answers.push(await measureAnswer(server, what, `${at}/${query}`));
      });
    await withServer(ledger, async (server) => {
      for (const query of Object.values(firstAsked)) await ask(server.address, `${at}/${query}`);
      for (const [what, query] of Object.entries(askedLater))
        answers.push(await measureAnswer(server, what, `${at}/${query}`));
      residentMegabytes = peakOf(server.process);
    });
    return { answers, residentMegabytes, scriptKilobytes: scriptKilobytes() };
  });
}

interface Served {
  address: string;
  process: ChildProcess;
}

async function withServer(ledger: string, work: (server: Served) => Promise<void>): Promise<void> {
  const server = spawn(
    process.execPath,
    [path.join(root, 'dist/command/tribunal.js'), 'serve', '--port', '0', '--ledger', ledger],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await work({ process: server, address: await addressOf(server) });
  } finally {
    server.kill();
    await once(server, 'exit');
  }
}

async function measureAnswer(
  { address, process }: Served,
  what: string,
  at: string,
): Promise<MeasuredAnswer> {
  const before = cpuMsOf(process);
  const { milliseconds } = await ask(address, at);
  const most = mostMs[what] ?? 300;
  return { what, milliseconds, cpuMs: cpuMsOf(process) - before, most };
}

/** Of all its threads so far. */
function cpuMsOf({ pid }: ChildProcess): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1e6;
  }, 0);
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
