/** How fast large files of tickets are read, and how much memory that takes. Alone: `npx tsx test/bench/reading.ts`. */
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import writeExcelFile from 'write-excel-file/node';
import { z } from 'zod';
import { openTickets } from '../../src/tickets/read-tickets.ts';

const Reading = z.object({
  rows: z.number(),
  megabytes: z.number(),
  /** Seconds to open: the encoding's pass over the file, and the guesses. */
  openSeconds: z.number(),
  readSeconds: z.number(),
  /** Of both together. */
  rowsPerSecond: z.number(),
  cpuSeconds: z.number(),
  /** Of the whole child process, Node included. */
  peakMegabytes: z.number(),
});
export type Reading = z.infer<typeof Reading>;

const WORDS =
  'the flight was late and "nobody" told us, at the gate or later, why we had to wait there';

export async function measureReading(format: 'csv' | 'xlsx', rows: number): Promise<Reading> {
  const folder = await mkdtemp(join(tmpdir(), 'tribunal-reading-'));
  try {
    const path = join(folder, `tickets.${format}`);
    await (format === 'csv' ? generate : generateWorkbook)(path, rows);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(import.meta.url), 'child', path],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    );
    const reading = Reading.parse(JSON.parse(stdout));
    if (reading.rows !== rows) throw new Error(`expected ${rows} rows, got ${reading.rows}`);
    return reading;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function generate(path: string, rows: number): Promise<void> {
  const handle = await open(path, 'w');
  let text = 'id,text,airline\n';
  for (let row = 1; row <= rows; row++) {
    const words = `${row} ${WORDS}\n${WORDS}; ${WORDS}`.replaceAll('"', '""');
    text += `T${row},"${words}",United\n`;
    if (text.length < 1_000_000) continue;
    await handle.appendFile(text);
    text = '';
  }
  await handle.appendFile(text);
  await handle.close();
}

async function generateWorkbook(path: string, rows: number): Promise<void> {
  const texts = Array.from({ length: rows }, (_, row) => [
    `T${row + 1}`,
    `${row + 1} ${WORDS}; ${WORDS}`,
    'United',
  ]);
  await writeExcelFile([['id', 'text', 'airline'], ...texts]).toFile(path);
}

async function readInChild(path: string): Promise<void> {
  const started = performance.now();
  const file = await openTickets(path, {});
  const opened = performance.now();
  let rows = 0;
  for await (const ticket of file.tickets()) if (ticket.defect === undefined) rows++;
  const ended = performance.now();
  const reading: Reading = {
    rows,
    megabytes: Math.round((await stat(path)).size / 1e6),
    openSeconds: Math.round(opened - started) / 1000,
    readSeconds: Math.round(ended - opened) / 1000,
    rowsPerSecond: Math.round(rows / ((ended - started) / 1000)),
    cpuSeconds: Math.round(process.cpuUsage().user / 1e4) / 100,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(reading));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , mode, path] = process.argv;
  if (mode === 'child' && path !== undefined) await readInChild(path);
  else console.log(await measureReading('csv', 1_000_000));
}
