/** What the trace itself costs: CPU a ticket with all spans written, and with none. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRunOptions } from '../../src/cli/program/run-options.ts';
import { batch } from '../../workflows/batch.ts';
import { measureHereOf, withTempFolder } from './measured-run.ts';
import { countWrong, ticketText } from './mock-tickets.ts';
import { withServer } from './server.ts';

/** Milliseconds of CPU a ticket. */
interface TraceCost {
  full: number;
  none: number;
}

const ways: (keyof TraceCost)[] = ['full', 'none'];

/** As long as a customer's mail. */
const mail = 'I have been waiting for an answer to my question and nobody calls back. '.repeat(6);

/** The median over rounds in which one process hears the tickets each way; a first one warms it up. */
export function measureTraceCost(tickets: number, rounds: number): Promise<TraceCost> {
  return withServer({ keepRequests: false }, async ({ baseURL }) => {
    const args = [String(tickets), String(rounds), baseURL];
    const { stdout } = await measureHereOf(import.meta.url, args);
    const measured = JSON.parse(stdout) as TraceCost[];
    return {
      full: median(measured.map(({ full }) => full)),
      none: median(measured.map(({ none }) => none)),
    };
  });
}

/** What the measured process does. */
export async function measureHere(tickets: string, rounds: string, baseUrl: string) {
  const measured: TraceCost[] = [];
  for (let round = 0; round <= Number(rounds); round++) {
    const cost: TraceCost = { full: 0, none: 0 };
    // What comes second finds the heap as the first one left it.
    for (const spans of round % 2 === 0 ? ways : ways.toReversed())
      cost[spans] = await hear(Number(tickets), spans, baseUrl);
    measured.push(cost);
  }
  process.stdout.write(JSON.stringify(measured.slice(1)));
}

function hear(tickets: number, spans: keyof TraceCost, baseUrl: string): Promise<number> {
  return withTempFolder(async (folder) => {
    const file = path.join(folder, 'tickets.csv');
    const out = path.join(folder, 'out.csv');
    writeFileSync(
      file,
      [
        'id,text\n',
        ...Array.from({ length: tickets }, (_, n) => `T${n},${ticketText(n)} ${mail}\n`),
      ].join(''),
    );
    const options = readRunOptions(file, {
      model: 'mock',
      baseUrl,
      out: [out],
      ledger: path.join(folder, 'ledger.db'),
    });
    const before = process.cpuUsage();
    await batch({
      ...options,
      spans,
      stop: new AbortController().signal,
      abort: new AbortController().signal,
      onStart() {},
      onDecision() {},
    });
    const { user, system } = process.cpuUsage(before);
    const wrong = countWrong(out, tickets);
    if (wrong > 0) throw new Error(`${wrong} tickets came out wrong`);
    return (user + system) / 1000 / tickets;
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
