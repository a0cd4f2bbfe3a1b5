import type { Tables } from '../schema.ts';

/** The columns that tell a table's rows apart. Labels have no key: two that are equal may both be kept. */
export const tableKeys = {
  runs: ['id'],
  tickets: ['run', 'row'],
  dockets: ['id'],
  unanswered: ['run', 'row', 'docket'],
  answers: ['address'],
  decisions: ['run', 'row'],
  spans: ['id'],
  span_bodies: ['span'],
  gold: ['address', 'at', 'run', 'row', 'author', 'themes'],
  footings: ['endpoint'],
  calls: ['id'],
  processes: ['id'],
  claims: ['address'],
  replays: ['id'],
  calibrations: ['key'],
  jobs: ['id'],
  learned: ['address'],
  routings: ['run', 'row'],
  sampled: ['run', 'row'],
  holdings: ['id'],
  paces: ['endpoint'],
  allotments: ['key', 'of'],
} as const satisfies { [Table in keyof Tables]: readonly (keyof Tables[Table])[] };

export type Row = Record<string, unknown>;

/** Names a row within its table. */
export function keyOf(table: keyof Tables, row: Row): string {
  const keys: readonly string[] = tableKeys[table];
  return JSON.stringify(keys.map((column) => row[column]));
}
