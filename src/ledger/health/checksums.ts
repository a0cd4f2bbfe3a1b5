import { crc32 } from 'node:zlib';
import type { Row } from '../copying/table-keys.ts';
import type { Tables } from '../schema.ts';
import { storable } from '../storable.ts';

/**
 * What carries what was paid for, came in or was said by people, with a checksum beside it: damage
 * then shows. A label's is of all of it, but for when it was undone, which comes later.
 */
const summedColumns = {
  tickets: ['cells'],
  answers: ['body'],
  decisions: ['body'],
  span_bodies: ['body'],
  routings: ['body'],
  gold: ['run', 'row', 'address', 'themes', 'author', 'at', 'reason'],
} as const satisfies { [Table in keyof Tables]?: readonly (keyof Tables[Table])[] };

/** The rows as they are written: with the checksums of what is kept. */
export function withChecksums(table: keyof Tables, rows: readonly Row[]): readonly Row[] {
  const columns = columnsOf(table);
  return columns === undefined ? rows : rows.map((row) => ({ ...row, crc: sumOf(row, columns) }));
}

/** Whether a row that was read is as it was written; one of an earlier version, or of an import, has no checksum. */
export function isAsWritten(table: keyof Tables, row: Row): boolean {
  const columns = columnsOf(table);
  if (columns === undefined || row.crc === null || row.crc === undefined) return true;
  return sumOf(row, columns) === Number(row.crc);
}

/** The rows, as long as they are as they were written. @throws Error for others: what was damaged is no verdict */
export function asWritten<Read extends object>(table: keyof Tables, rows: Read[]): Read[] {
  if (!rows.every((row) => isAsWritten(table, row as Row)))
    throw new Error(`a row of ${table} is not as it was written`);
  return rows;
}

/** The same for tickets that are read with their decisions. */
export function decidedAsWritten<Read extends { decision: string | null; decision_crc: unknown }>(
  rows: Read[],
): Read[] {
  asWritten(
    'decisions',
    rows
      .filter(({ decision }) => decision !== null)
      .map(({ decision, decision_crc }) => ({ body: decision, crc: decision_crc })),
  );
  return asWritten('tickets', rows);
}

function sumOf(row: Row, columns: readonly string[]): number {
  const values = columns.map((column) => String(storable(row[column])));
  return crc32(values.length === 1 ? String(values[0]) : JSON.stringify(values));
}

function columnsOf(table: keyof Tables): readonly string[] | undefined {
  return Object.hasOwn(summedColumns, table)
    ? summedColumns[table as keyof typeof summedColumns]
    : undefined;
}
