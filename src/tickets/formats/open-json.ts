import { UserMistake } from '../../domain/mistake.ts';
import { plural } from '../../domain/text/plural.ts';
import { checkHeader, nameColumns } from '../columns/name-columns.ts';
import type { FoundFile } from '../find-file.ts';
import type { SourceRow } from '../make-ticket.ts';
import type { Layout, Source } from '../source.ts';
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
  const pieces = () => withoutSeparators(decodeText(file, encoding));
  const steps =
    layout.records === undefined ? await findRecords(name, pieces()) : readPath(layout.records);
  const outline = newOutline();
  const records = (seen?: JsonOutline) =>
    steps === undefined
      ? readJsonLines(pieces())
      : parseRecords(scanRecords(name, pieces(), steps, seen));

  const keys = new Map<string, number>();
  let rows = 0;
  let first: ReadonlyMap<string, string> = new Map();
  for await (const { values } of records(outline)) {
    if (rows++ === 0) first = values;
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
  if (rows === 1 && isColumns(first))
    throw new UserMistake(
      `${name} holds one column after the other in place of one record after the other; write it by records (orient="records" in pandas), or as .csv`,
    );
  if (keys.size === 0) throw new UserMistake(`${name} holds no JSON object; it needs one a line`);
  const header = [...keys.keys()];
  checkHeader(name, header);
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

/** RFC 7464 has one before each text; inside of one it can't stand. */
async function* withoutSeparators(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield piece.replaceAll('\x1e', '');
}

/** `{"id":{"0":1,"1":2},"text":{"0":"a","1":"b"}}`, or columns, index and data. */
function isColumns(values: ReadonlyMap<string, string>): boolean {
  if (values.has('columns') && values.has('data') && values.size <= 4) return true;
  const [keys, ...others] = [...values.values()].map(keysIn);
  return keys !== undefined && others.length > 0 && others.every((other) => other === keys);
}

/** Of an object or list of several values; else undefined. */
function keysIn(text: string): string | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    const keys = Object.keys(JSON.parse(text));
    return keys.length > 1 ? JSON.stringify(keys) : undefined;
  } catch {
    return undefined;
  }
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
    ...(outline.isCut
      ? ['the file ends before its JSON does: what came after these records is missing']
      : []),
    ...(others.length === 0
      ? []
      : [`other lists not read: ${others.slice(0, 10).join(', ')}; --records takes one of them`]),
  ];
}

function noRecords(name: string, path: string, { lists }: JsonOutline): UserMistake {
  const found = [...lists].map(([list, { objects }]) => `${list} (${plural(objects, 'object')})`);
  return new UserMistake(
    `${name} has no objects at --records ${path}; ${found.length === 0 ? 'it has no lists of objects' : `lists of objects: ${found.slice(0, 10).join(', ')}`}`,
  );
}
