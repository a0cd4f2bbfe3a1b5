import { z } from 'zod';
import { UserMistake } from '../domain/mistake.ts';
import { jsonLine } from '../domain/text/safe-text.ts';
import { type CopiedRow, copiedTables, rowShapes } from '../ledger/copying/row-shapes.ts';
import { damaged, readLines } from './read-lines.ts';

/** A run as JSON lines: a header, a line a row of the ledger, and a last line that says how many. */
const format = 'ticket-tribunal trace';
const version = 1;

const Header = z.object({ format: z.literal(format), version: z.int(), run: z.string().min(1) });
const End = z.strictObject({ end: z.literal(true), rows: z.int() });
const Row = z.strictObject({ table: z.enum(copiedTables), row: z.unknown() });

export async function* writeLines(
  run: string,
  rows: AsyncIterable<CopiedRow>,
): AsyncGenerator<string> {
  let count = 0;
  yield `${jsonLine({ format, version, run })}\n`;
  for await (const { table, row } of rows) {
    count += 1;
    yield `${jsonLine({ table, row })}\n`;
  }
  yield `${jsonLine({ end: true, rows: count })}\n`;
}

/** A file of such lines, whose header was read. */
export interface CopyFile {
  run: string;
  /**
   * Its rows, each with the length of its line.
   * @throws UserMistake that names the line at fault
   */
  rows(): AsyncGenerator<CopiedRow & { length: number }>;
}

/** @throws UserMistake where the file is no trace, or one of a newer version */
export async function openCopy(file: string): Promise<CopyFile> {
  for await (const { text } of readLines(file)) {
    const { success, data } = Header.safeParse(parseJson(text));
    if (!success) break;
    if (data.version > version)
      throw new UserMistake(
        `${file} line 1: format version ${data.version} is newer than this program's (${version}); update ticket-tribunal`,
      );
    return { run: data.run, rows: () => readRows(file, data.run) };
  }
  throw new UserMistake(`${file} line 1: no trace of ours begins like this; make one`, {
    next: ['trace', 'export', '--out', 'FILE'],
  });
}

async function* readRows(
  file: string,
  run: string,
): AsyncGenerator<CopiedRow & { length: number }> {
  let count = 0;
  let hasRun = false;
  let end: number | undefined;
  let last = 1;
  for await (const { text, line } of readLines(file)) {
    last = line;
    if (line === 1) continue;
    if (end !== undefined) throw damaged(file, line, 'something follows the last line');
    const value = parseJson(text);
    const ending = End.safeParse(value);
    if (ending.success) {
      end = ending.data.rows;
      if (end !== count) throw damaged(file, line, `it says ${end} rows, and there are ${count}`);
      continue;
    }
    const copied = readRow(file, line, value);
    if ((ownerOf(copied) ?? run) !== run) throw damaged(file, line, 'a row of another run');
    hasRun ||= copied.table === 'runs';
    count += 1;
    yield { ...copied, length: text.length };
  }
  if (end === undefined)
    throw new UserMistake(
      `${file} is cut off after line ${last}; nothing was imported: copy or export it again`,
    );
  if (!hasRun) throw damaged(file, last, 'the row of the run itself is missing');
}

function readRow(file: string, line: number, value: unknown): CopiedRow {
  if (value === undefined) throw damaged(file, line, 'no JSON');
  const { success, data } = Row.safeParse(value);
  if (!success) throw damaged(file, line, 'no row of a table that is known');
  const row = rowShapes[data.table].safeParse(data.row);
  if (!row.success) {
    const [issue] = row.error.issues;
    const place = [data.table, ...(issue?.path ?? [])].join('.');
    throw damaged(file, line, `${place}: ${issue?.message ?? 'wrong'}`);
  }
  // The shape belongs to the table.
  return { table: data.table, row: row.data } as CopiedRow;
}

/** The run that a row is part of; what it rests on may be older than it. */
function ownerOf(copied: CopiedRow): string | undefined {
  switch (copied.table) {
    case 'runs':
      return copied.row.id;
    case 'tickets':
    case 'decisions':
    case 'unanswered':
    case 'replays':
      return copied.row.run;
    default:
      return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
