/** The embedded model over 20,000 tickets and nine themes, ledger, spans and results included. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { measureRun, withTempFolder } from './measured-run.ts';

const ownTickets = fileURLToPath(new URL('../../data/tickets.csv', import.meta.url));

/** Tickets that all differ: halves of two of ours, and a number. */
export function makeTickets(count: number): Record<string, string>[] {
  const own = parse(readFileSync(ownTickets), { columns: true }) as Record<string, string>[];
  return Array.from({ length: count }, (_, index) => {
    const first = own[index % own.length];
    const second = own[(index * 7 + 3) % own.length];
    const feedback = `${first?.feedback?.slice(0, 200)} ${second?.feedback?.slice(0, 100)} ${index}`;
    return { ...first, id: `B${index}`, feedback };
  });
}

export function writeTickets(file: string, count: number): void {
  writeFileSync(file, stringify(makeTickets(count), { header: true }));
}

export async function measureThroughput(tickets: number) {
  return withTempFolder(async (folder) => {
    const file = path.join(folder, 'tickets.csv');
    writeTickets(file, tickets);
    const args = ['batch', file, '--json', '--ledger', path.join(folder, 'ledger.db')];
    const run = await measureRun('dist/command/tribunal.js', args);
    const report = JSON.parse(run.stdout) as { seconds: number };
    return { ...run, ticketsPerSecond: tickets / report.seconds };
  });
}
