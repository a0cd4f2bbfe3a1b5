import { writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { damageText, damageValue, textDamage, valueDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { endsWell } from './promise.ts';
import { scratch } from './scratch.ts';
import { workbook } from './workbook.ts';

interface File {
  name: string;
  base64: string;
}

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', 'late', 'a "b"', 'a,b;c', 'a\nb', '\u0000', '\u001b[2J', '=1+1', '__proto__'),
);
const table = fc
  .tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.array(fc.array(cell, { maxLength: 5 })))
  .map(([header, rows]) => [['text', ...header], ...rows]);
const ending = fc.constantFrom('.csv', '.csv', '.tsv', '.txt', '.jsonl', '.xlsx');

const delimited = fc
  .record({
    rows: table,
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    bom: fc.boolean(),
  })
  .map(({ rows, delimiter, end, bom }) =>
    stringify(rows, { delimiter, record_delimiter: end, bom }),
  );

const lines = fc
  .array(
    fc.tuple(
      fc.record({ id: cell, text: cell, more: fc.jsonValue() }),
      fc.array(valueDamage, { maxLength: 2 }),
    ),
  )
  .map((rows) =>
    rows.map(([row, damage]) => JSON.stringify(damage.reduce(damageValue, row)) ?? '').join('\n'),
  );

const encoded = fc
  .record({
    text: fc.oneof(delimited, lines, fc.string({ unit: 'binary' })),
    encoding: fc.constantFrom<BufferEncoding>('utf8', 'utf8', 'latin1', 'utf16le'),
    damage: fc.array(textDamage, { maxLength: 2 }),
  })
  .map(({ text, encoding, damage }) => Buffer.from(damage.reduce(damageText, text), encoding));

const sheets = fc
  .record({ rows: table, damage: fc.array(fc.tuple(fc.nat(5), textDamage), { maxLength: 2 }) })
  .map(({ rows, damage }) => workbook(rows, damage));

/** Bytes turned over, taken out or doubled. */
const bytesDamage = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat(255), keep: fc.nat(2) }),
  { maxLength: 3 },
);

const files: fc.Arbitrary<File> = fc
  .tuple(
    fc.oneof(
      fc.tuple(ending, encoded),
      fc.tuple(fc.constant('.xlsx'), sheets),
      fc.tuple(
        ending,
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
    ),
    bytesDamage,
    fc.boolean(),
  )
  .map(([[name, bytes], damage, isDamaged]) => ({
    name: `fuzzed${name}`,
    base64: (isDamaged ? damage.reduce(spoil, bytes) : bytes).toString('base64'),
  }));

function spoil(
  bytes: Buffer,
  { at, byte, keep }: { at: number; byte: number; keep: number },
): Buffer {
  const place = Math.floor(at * bytes.length);
  return Buffer.concat([
    bytes.subarray(0, place),
    Buffer.from([byte]),
    bytes.subarray(Math.min(bytes.length, place + keep)),
  ]);
}

/** A file gives tickets, each with its cells, or one line that says what is wrong. */
export const ticketFiles: Fuzzer<File> = {
  name: 'files',
  inputs: files,
  tries: 250,
  async check({ name, base64 }) {
    const file = scratch(name);
    writeFileSync(file, Buffer.from(base64, 'base64'));
    await endsWell(async () => {
      const opened = await openTickets(file, {});
      if (new Set(opened.columns).size < opened.columns.length)
        throw new Error('columns share a name');
      let rows = 0;
      for await (const ticket of opened.tickets()) {
        rows += 1;
        if (ticket.row !== rows) throw new Error(`row ${ticket.row} comes as row ${rows}`);
        const texts = [ticket.id, ticket.text, ...ticket.cells, ...Object.values(ticket.context)];
        if (texts.some((text) => typeof text !== 'string')) throw new Error('a cell is no text');
      }
    });
  },
};
