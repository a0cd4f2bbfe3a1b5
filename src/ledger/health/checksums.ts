import { crc32 } from 'node:zlib';
import type { Row } from '../copying/table-keys.ts';
import type { Tables } from '../schema.ts';
import { storable } from '../storable.ts';

/** The texts that carry what was paid for or came in, each with a checksum beside it: damage then shows. */
const summedColumns = {
  tickets: 'cells',
  answers: 'body',
  decisions: 'body',
  span_bodies: 'body',
  routings: 'body',
} as const satisfies { [Table in keyof Tables]?: keyof Tables[Table] };

/** The rows as they are written: with the checksums of what is kept. */
export function withChecksums(table: keyof Tables, rows: readonly Row[]): readonly Row[] {
  const column = columnOf(table);
  return column === undefined
    ? rows
    : rows.map((row) => ({ ...row, crc: crc32(String(storable(row[column]))) }));
}

/** Whether a row that was read is as it was written; one of an earlier version, or of an import, has no checksum. */
export function isAsWritten(table: keyof Tables, row: Row): boolean {
  const column = columnOf(table);
  if (column === undefined || row.crc === null || row.crc === undefined) return true;
  return crc32(String(row[column])) === Number(row.crc);
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

function columnOf(table: keyof Tables): string | undefined {
  return Object.hasOwn(summedColumns, table)
    ? summedColumns[table as keyof typeof summedColumns]
    : undefined;
}
