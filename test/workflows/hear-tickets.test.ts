import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketAddress } from '../../src/domain/address.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { readEndpoint } from '../../src/model/endpoint.ts';
import { hearTickets } from '../../workflows/hear-tickets.ts';
import { type PreparedRun, prepareRun } from '../../workflows/prepare-run.ts';
import { ticketOf } from '../../workflows/write-run.ts';
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
  most = Number.POSITIVE_INFINITY,
  contextColumns: string[] = [],
): Promise<Hearing> {
  const [stop, abort] = [new AbortController(), new AbortController()];
  const run = await prepareRun('batch', {
    ...{ file, themes: themesFile(folder), ledger: path.join(folder, 'ledger.db') },
    columns: { id: 'id', text: 'text', context: contextColumns },
    ...{ endpoint: readEndpoint('embedded', undefined, undefined), timeoutMs: 1000 },
    ...{ route: 'triage', aggregate: 'never', docket: 8, concurrency: { start: 2, most: 2 } },
    ...{ fresh: false, stop: stop.signal, abort: abort.signal },
  });
  try {
    await run.begin();
    const { watched, ...seen } = watch(run);
    const decided: number[] = [];
    await hearTickets(watched, {
      inFlight: 20,
      stop: stop.signal,
      onDecision({ row }) {
        decided.push(row);
        if (decided.length >= most) stop.abort();
      },
    });
    await run.ledger.updateRun(run.id, {
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

/** Notes which rows come to the tribunal, and from where the file is read. */
function watch(run: PreparedRun) {
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
      tickets(after?: number) {
        readAfter.push(after);
        return file.tickets(after);
      },
    },
  };
  return { watched, heard, readAfter };
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a run that was cut off', () => {
  it('goes on with its stored tickets, then with the rows that it had not read', async () => {
    const folder = tempFolder();
    const texts = rows(1, 450).map((number) => `The flight was late, number ${number}.`);
    const file = ticketsFile(folder, texts);
    const first = await hear(file, folder, 50);
    expect(first).toMatchObject({ resumed: false, readAfter: [0] });
    expect(first.stored.map(({ row }) => row)).toEqual(rows(1, 200));
    const second = await hear(file, folder);
    expect(second).toMatchObject({ resumed: true, readAfter: [200] });
    const done = new Set(first.decided);
    expect(done.size).toBeGreaterThanOrEqual(50);
    expect(second.heard).toEqual(rows(1, 450).filter((row) => !done.has(row)));
    expect(second.stored.map(({ row }) => row)).toEqual(rows(1, 450));
    expect([...first.decided, ...second.decided].sort((a, b) => a - b)).toEqual(rows(1, 450));
  });

  it('hears again what failed, and leaves alone what was decided', async () => {
    const folder = tempFolder();
    const texts = rows(1, 100).map((number) => (number === 7 ? '' : `Late, number ${number}.`));
    const file = ticketsFile(folder, texts);
    const first = await hear(file, folder, 40);
    expect(first.decided).toContain(7);
    const second = await hear(file, folder);
    expect(second.heard[0]).toBe(7);
    expect(second.heard.filter((row) => row !== 7 && first.decided.includes(row))).toEqual([]);
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
          ...{ text, subject: `about\0 ${text}` },
        }),
      ),
      ...fc.sample(fc.record({ text: odd, subject: odd }), { numRuns: 150, seed: 11 }),
    ];
    const lines = cells.map((cell, index) => JSON.stringify({ id: `T${index}\0`, ...cell }));
    writeFileSync(file, lines.join('\n'));
    const { stored, fromFile } = await hear(file, folder, Number.POSITIVE_INFINITY, ['subject']);
    expect(stored.map(({ ticket }) => ticket)).toEqual(fromFile);
    expect(stored).toHaveLength(cells.length);
    for (const { address, ticket } of stored) expect(ticketAddress(ticket)).toBe(address);
    const nulls = stored.slice(1, 4).map(({ ticket }) => ticket);
    for (const { text, context } of nulls)
      expect({ text, context }).toMatchObject({ text: 'late' });
    expect(nulls[0]?.context.subject).toBe('about late');
  });
});
