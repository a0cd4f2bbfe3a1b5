import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { SchemaElement } from 'hyparquet';
import { type ParquetWriteOptions, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../../../src/domain/mistake.ts';
import { inspectTickets } from '../../../../src/tickets/inspect-tickets.ts';
import { openTickets } from '../../../../src/tickets/read-tickets.ts';
import { tempFolder } from '../../../support/files.ts';
import { all } from '../../temp-folder.ts';

const folder = tempFolder();
type Written = Omit<ParquetWriteOptions, 'writer'>;

function write(name: string, options: Written): string {
  const file = path.join(folder, name);
  writeFileSync(file, new Uint8Array(parquetWriteBuffer(options)));
  return file;
}

async function cellsOf(file: string, wanted = {}): Promise<string[][]> {
  return (await all(await openTickets(file, wanted))).map(({ cells }) => cells);
}

/** One column of a kind that has to be spelt out. */
const column = (element: SchemaElement, data: ParquetWriteOptions['columnData'][0]['data']) => ({
  columnData: [
    { name: 'text', data: Array.from(data, () => 'Where is my bag?') },
    { name: 'value', data },
  ],
  schema: [
    { name: 'root', num_children: 2 },
    { name: 'text', type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const },
    { repetition_type: 'REQUIRED' as const, ...element, name: 'value' },
  ],
});
const valuesOf = async (element: SchemaElement, data: Written['columnData'][0]['data']) =>
  (await cellsOf(write('column.parquet', column(element, data)), { text: 'text' })).map(
    ([, value]) => value,
  );

const texts = ['The seat was broken.', 'Ich möchte mein Geld zurück. 😡', 'Where is my bag?'];
const tickets: Written = {
  columnData: [
    { name: 'id', data: [123456789012345678n, -1n, 9007199254740993n], type: 'INT64' },
    { name: 'text', data: texts, type: 'STRING' },
    { name: 'is_open', data: [true, false, null], type: 'BOOLEAN' },
    { name: 'opened_at', data: [new Date(0), null, new Date('2026-01-02T10:00:00.5Z')] },
    { name: 'score', data: [4.5, 0.1, null], type: 'DOUBLE' },
    {
      name: 'origin',
      type: 'JSON',
      data: [{ body: 'Inner', ids: [1, 2] }, null, { body: 'Other' }],
    },
  ],
};

describe('a Parquet file', () => {
  it('is read as it stands: long ids, times, nulls, texts, objects', async () => {
    const opened = await openTickets(write('tickets.parquet', tickets), {});
    expect(opened).toMatchObject({ format: 'parquet', roles: { id: 'id', text: 'text' } });
    const rows = await all(opened);
    expect(rows.map(({ id }) => id)).toEqual(['123456789012345678', '-1', '9007199254740993']);
    expect(rows.map(({ text }) => text)).toEqual(texts);
    expect(rows.map(({ cells }) => cells.slice(2))).toEqual([
      ['true', '1970-01-01T00:00:00', '4.5', '{"body":"Inner","ids":[1,2]}'],
      ['false', '', '0.1', ''],
      ['', '2026-01-02T10:00:00.5', '', '{"body":"Other"}'],
    ]);
    expect((await inspectTickets(opened)).paths).toContain('origin.body');
  });

  it('has lists and objects, which are reached by path', async () => {
    const file = write('nested.parquet', {
      columnData: [
        { name: 'id', data: [1, 2] },
        {
          name: 'comments',
          data: [
            [
              { body: 'First', at: 123456789012345678n },
              { body: 'Second', at: 1n },
            ],
            [],
          ],
        },
      ],
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
        { name: 'comments', converted_type: 'LIST', num_children: 1, repetition_type: 'OPTIONAL' },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'body', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'at', type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
    });
    const rows = await all(await openTickets(file, { text: 'comments[].body' }));
    expect(rows.map(({ text, defect }) => [text, defect])).toEqual([
      ['First\n\nSecond', undefined],
      ['', 'line 2: the text is empty'],
    ]);
    expect(rows[0]?.cells[1]).toContain('"at":"123456789012345678"');
  });

  it('keeps every digit of decimals, fractions of seconds and single-precision numbers', async () => {
    const decimal = { converted_type: 'DECIMAL', scale: 2, precision: 18 } as const;
    const long = 123456789012345678n;
    expect(await valuesOf({ name: '', type: 'INT64', ...decimal }, [long, -5n])).toEqual([
      '1234567890123456.78',
      '-0.05',
    ]);
    const micros = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } as const;
    expect(
      await valuesOf({ name: '', type: 'INT64', logical_type: micros }, [1000001n, -1n]),
    ).toEqual(['1970-01-01T00:00:01.000001Z', '1969-12-31T23:59:59.999999Z']);
    const time = { type: 'TIME', isAdjustedToUTC: false, unit: 'MILLIS' } as const;
    expect(await valuesOf({ name: '', type: 'INT32', logical_type: time }, [3661500])).toEqual([
      '01:01:01.5',
    ]);
    const day = { name: '', type: 'INT32', converted_type: 'DATE' } as const;
    expect(await valuesOf(day, [new Date('2026-11-22')])).toEqual(['2026-11-22']);
    expect(await valuesOf({ name: '', type: 'FLOAT' }, [0.9, 3])).toEqual(['0.9', '3']);
    expect(
      await valuesOf({ name: '', type: 'BYTE_ARRAY' }, [Uint8Array.of(0xff), Buffer.from('é')]),
    ).toEqual(['ff', 'é']);
  });

  it.each([
    ['GZIP', (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes))],
    ['BROTLI', (bytes: Uint8Array) => new Uint8Array(brotliCompressSync(bytes))],
    ['ZSTD', rawZstd],
    ['LZ4_RAW', literalsLz4],
    ['UNCOMPRESSED', (bytes: Uint8Array) => bytes],
  ] as const)('may be packed by %s', async (codec, pack) => {
    const file = write('packed.parquet', { ...tickets, codec, compressors: { [codec]: pack } });
    expect((await cellsOf(file)).map(([, text]) => text)).toEqual(texts);
  });

  it('of several row groups and pages gives its rows in order, whichever are read at once', async () => {
    const count = 45_000;
    const rows = Array.from({ length: count }, (_, row) => row);
    const file = write('groups.parquet', {
      columnData: [
        { name: 'id', data: rows },
        { name: 'text', data: rows.map((row) => `ticket ${row} of the one airline`) },
        { name: 'airline', data: rows.map((row) => (row % 7 === 0 ? null : 'United')) },
        { name: 'tags', data: rows.map((row) => JSON.stringify([row])), offsetIndex: false },
      ],
      rowGroupSize: [1000, 44_000],
      pageSize: 4096,
    });
    const cells = await cellsOf(file);
    expect(cells).toHaveLength(count);
    const isRight = ([id, text, airline, tags]: string[], row: number) =>
      id === `${row}` &&
      text === `ticket ${row} of the one airline` &&
      airline === (row % 7 === 0 ? '' : 'United') &&
      tags === `[${row}]`;
    expect(cells.findIndex((row, at) => !isRight(row, at))).toBe(-1);
  });

  it('that is damaged is a mistake of one line, wherever the damage is', async () => {
    const sound = readFileSync(write('sound.parquet', tickets));
    const file = path.join(folder, 'damaged.parquet');
    const read = async (bytes: Uint8Array) => {
      writeFileSync(file, bytes);
      try {
        await cellsOf(file, { text: 'text' });
      } catch (error) {
        expect(error).toBeInstanceOf(UserMistake);
        expect((error as Error).message).not.toContain('\n');
      }
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(sound.length)),
        async (changes, cut) => {
          const bytes = Uint8Array.from(sound);
          for (const [at, byte] of changes) bytes[at] = byte;
          await read(cut === null ? bytes : bytes.subarray(0, cut));
        },
      ),
      { numRuns: 300 },
    );
    writeFileSync(file, sound.subarray(0, -20));
    await expect(openTickets(file, {})).rejects.toThrow(
      /damaged\.parquet can't be read as a Parquet file \(.*\); write it again, or as \.csv$/,
    );
  });
});

/** A frame of one block that is not compressed. */
function rawZstd(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(0xfd2fb528, 0);
  head.writeUInt8(0xa0, 4);
  head.writeUInt32LE(bytes.length, 5);
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3);
  return Buffer.concat([head, bytes]);
}

/** One run of literals. */
function literalsLz4(bytes: Uint8Array): Uint8Array {
  const head = [0xf0];
  let left = bytes.length - 15;
  if (left < 0) return Buffer.concat([Buffer.of(bytes.length << 4), bytes]);
  for (; left >= 255; left -= 255) head.push(255);
  return Buffer.concat([Buffer.from([...head, left]), bytes]);
}
