import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketAddress } from '../../src/domain/address.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { readEndpoint } from '../../src/model/endpoint.ts';
import { type PreparedRun, prepareRun } from '../../src/runs/prepare-run.ts';
import { takeIn } from '../../src/runs/store-tickets.ts';
import { ticketOf } from '../../src/settings/stored-ticket.ts';
import { hearTickets } from '../../src/tribunal/hear-tickets.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';

/** What one hearing of a file did, and what it left in the ledger. */
interface Hearing {
  resumed: boolean;
  /** Rows that came to the tribunal, in their order. */
  heard: number[];
  decided: number[];
  /** Rows after which the file was read. */
  readAfter: (number | undefined)[];
  stored: { row: number; address: string; ticket: Ticket }[];
  fromFile: Ticket[];
}

/** Hears a file with the embedded model until so many decisions fell. */
async function hear(
  file: string,
  folder: string,
  options: { most?: number; readsAtFirst?: number; context?: string[] } = {},
): Promise<Hearing> {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const run = await prepareRun('batch', {
    file,
    themes: themesFile(folder),
    ledger: path.join(folder, 'ledger.db'),
    columns: { id: 'id', text: 'text', context: options.context ?? [] },
    endpoint: readEndpoint('embedded', undefined, undefined),
    timeoutMs: 1000,
    route: 'triage',
    aggregate: 'never',
    docket: 8,
    concurrency: { start: 2, most: 2 },
    fresh: false,
    stop: stop.signal,
    abort: abort.signal,
  });
  try {
    await run.begin();
    const { watched, ...seen } = watch(run, options.readsAtFirst, stop.signal);
    const decided: number[] = [];
    await hearTickets(watched, takeIn(watched), {
      inFlight: () => 20,
      stop: stop.signal,
      onDecision({ row }) {
        decided.push(row);
        if (decided.length === options.most) stop.abort();
      },
    });
    await run.ledger.runs.update(run.id, {
      status: stop.signal.aborted ? 'interrupted' : 'finished',
    });
    const stored: Hearing['stored'] = [];
    for await (const row of run.ledger.records.results(run.id))
      stored.push({ row: row.row, address: row.address, ticket: ticketOf(row, run.settings) });
    const fromFile: Ticket[] = [];
    for await (const ticket of run.file.tickets()) fromFile.push(ticket);
    return { resumed: run.resumed, decided, ...seen, stored, fromFile };
  } finally {
    await run.ledger.close();
  }
}

/** Notes which rows come to the tribunal, and from where the file is read: at first only so far. */
function watch(run: PreparedRun, readsAtFirst: number | undefined, stop: AbortSignal) {
  const heard: number[] = [];
  const readAfter: (number | undefined)[] = [];
  const { tribunal, file } = run;
  const watched = {
    ...run,
    tribunal: {
      hear(ticket: Ticket) {
        heard.push(ticket.row);
        return tribunal.hear(ticket);
      },
    } as PreparedRun['tribunal'],
    file: {
      ...file,
      async *tickets(after?: number) {
        readAfter.push(after);
        for await (const ticket of file.tickets(after)) {
          if (ticket.row === readsAtFirst && !stop.aborted) await once(stop, 'abort');
          yield ticket;
        }
      },
    },
  };
  return { watched, heard, readAfter };
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const late = (row: number) => `The flight was late, number ${row}.`;

describe('a run that was cut off', () => {
  it('goes on with its stored tickets, then with the rows that it had not read', async () => {
    const folder = tempFolder();
    const file = ticketsFile(folder, rows(1, 700).map(late));
    const first = await hear(file, folder, { most: 50, readsAtFirst: 600 });
    expect(first).toMatchObject({ resumed: false, readAfter: [0] });
    const kept = first.stored.map(({ row }) => row);
    expect(kept).toEqual(rows(1, 500));
    const second = await hear(file, folder);
    expect(second).toMatchObject({ resumed: true, readAfter: [500] });
    const done = new Set(first.decided);
    expect(done.size).toBeGreaterThanOrEqual(50);
    expect(second.heard).toEqual(rows(1, 700).filter((row) => !done.has(row)));
    expect(second.stored.map(({ row }) => row)).toEqual(rows(1, 700));
    expect([...first.decided, ...second.decided].sort((a, b) => a - b)).toEqual(rows(1, 700));
  });

  it('reads its file no more where all of it is stored, and hears again what failed', async () => {
    const folder = tempFolder();
    const texts = rows(1, 100).map((row) => (row === 7 ? '' : late(row)));
    const file = ticketsFile(folder, texts);
    const first = await hear(file, folder, { most: 40 });
    expect(first.decided).toContain(7);
    const second = await hear(file, folder);
    expect(second).toMatchObject({ resumed: true, readAfter: [] });
    const done = first.decided.filter((row) => row !== 7);
    expect(second.heard).toEqual(rows(1, 100).filter((row) => !done.includes(row)));
  });
});

describe('a ticket from the ledger', () => {
  it('is the ticket of the file, at the same address, whatever its characters are', async () => {
    const folder = tempFolder();
    const file = path.join(folder, 'odd.jsonl');
    const bits = [
      '\0',
      '\u0000late\u0000',
      ' ',
      '\u00a0',
      '\n',
      '\r\n',
      '\u2028',
      '\ud800',
      '\ufeff',
    ];
    const odd = fc
      .array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: 'binary' })), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const cells = [
      ...['\0', 'la\0te', '\0late', 'late\0', ' late ', 'l\u0000\u0000ate', '\ud800'].map(
        (text) => ({
          text,
          subject: `about\0 ${text}`,
        }),
      ),
      ...fc.sample(fc.record({ text: odd, subject: odd }), { numRuns: 150, seed: 11 }),
    ];
    const lines = cells.map((cell, index) => JSON.stringify({ id: `T${index}\0`, ...cell }));
    writeFileSync(file, lines.join('\n'));
    const { stored, fromFile } = await hear(file, folder, { context: ['subject'] });
    expect(stored.map(({ ticket }) => ticket)).toEqual(fromFile);
    expect(stored).toHaveLength(cells.length);
    for (const { address, ticket } of stored) expect(ticketAddress(ticket)).toBe(address);
    const nulls = stored.slice(1, 4).map(({ ticket }) => ticket);
    for (const { text, context } of nulls)
      expect({ text, context }).toMatchObject({ text: 'late' });
    expect(nulls[0]?.context.subject).toBe('about late');
  });
});
