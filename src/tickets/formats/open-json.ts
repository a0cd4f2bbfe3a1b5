import { UserMistake } from '../../domain/mistake.ts';
import { plural } from '../../domain/text/plural.ts';
import { nameColumns } from '../columns/name-columns.ts';
import type { FoundFile } from '../find-file.ts';
import type { Layout } from '../layout/layout.ts';
import type { SourceRow } from '../make-ticket.ts';
import type { Source } from '../source.ts';
import { decodeText } from './encoding/decode-text.ts';
import { detectEncoding } from './encoding/detect-encoding.ts';
import { findRecords } from './find-records.ts';
import { type JsonLine, parseLine, readJsonLines } from './parse-jsonl.ts';
import { type JsonOutline, newOutline, readPath, scanRecords, showPath } from './scan-json.ts';

/** More keys than this are data, not columns. */
const MOST_COLUMNS = 2000;
const BATCH_ROWS = 500;

/** Columns are the keys of all records, in the order of their first appearance, so none is lost. */
export async function openJson(file: FoundFile, layout: Layout): Promise<Source> {
  const { name } = file;
  const { encoding, note } = await detectEncoding(file, layout.encoding);
  const pieces = () => decodeText(file, encoding);
  const steps =
    layout.records === undefined ? await findRecords(name, pieces()) : readPath(layout.records);
  const outline = newOutline();
  const records = (seen?: JsonOutline) =>
    steps === undefined
      ? readJsonLines(pieces())
      : parseRecords(scanRecords(name, pieces(), steps, seen));

  const keys = new Map<string, number>();
  let rows = 0;
  for await (const { values } of records(outline)) {
    rows++;
    for (const key of values.keys()) if (!keys.has(key)) keys.set(key, keys.size);
    if (keys.size > MOST_COLUMNS) {
      throw new UserMistake(
        `${name} has more than ${MOST_COLUMNS} different keys; each becomes a column, so drop some`,
      );
    }
  }
  if (layout.records !== undefined && rows === 0) throw noRecords(name, layout.records, outline);
  if (rows === 0)
    throw new UserMistake(`${name} holds only blank lines; it needs one JSON object a line`);
  if (keys.size === 0) throw new UserMistake(`${name} holds no JSON object; it needs one a line`);
  const header = [...keys.keys()];
  return {
    format: 'jsonl',
    header,
    columns: nameColumns(header),
    isNamed: true,
    notes: [...(note === undefined ? [] : [note]), ...notesOf(steps, rows, outline)],
    async *batches() {
      let batch: SourceRow[] = [];
      for await (const { values, line, flaw } of records()) {
        const cells: string[] = new Array(keys.size).fill('');
        for (const [key, value] of values) cells[keys.get(key) ?? 0] = value;
        batch.push(flaw === undefined ? { cells, line } : { cells, line, flaw });
        if (batch.length < BATCH_ROWS) continue;
        yield batch;
        batch = [];
      }
      yield batch;
    },
  };
}

async function* parseRecords(
  records: AsyncIterable<{ text: string; line: number }>,
): AsyncGenerator<JsonLine> {
  for await (const { text, line } of records) yield parseLine(text, line);
}

function notesOf(
  steps: readonly string[] | undefined,
  rows: number,
  outline: JsonOutline,
): string[] {
  if (steps === undefined || steps.length === 0) return [];
  const path = showPath(steps);
  const others = [...outline.lists]
    .filter(([list]) => list !== path)
    .map(([list, { objects }]) => `${list} (${objects})`);
  return [
    path === '[]' ? 'read as one JSON list' : `records: ${path} (${rows})`,
    ...(others.length === 0
      ? []
      : [`other lists left out: ${others.slice(0, 10).join(', ')}; --records takes one of them`]),
  ];
}

function noRecords(name: string, path: string, { lists }: JsonOutline): UserMistake {
  const found = [...lists].map(([list, { objects }]) => `${list} (${plural(objects, 'object')})`);
  return new UserMistake(
    `${name} has no objects at --records ${path}; ${found.length === 0 ? 'it has no lists of objects' : `lists of objects: ${found.slice(0, 10).join(', ')}`}`,
  );
}
