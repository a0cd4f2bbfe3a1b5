import { UserMistake } from '../domain/mistake.ts';
import type { FoundFile, TicketFormat } from './find-file.ts';
import { decodeText } from './formats/decode-text.ts';
import { detectEncoding } from './formats/detect-encoding.ts';
import { endsInReturn, guessDelimiter, statedDelimiter } from './formats/guess-delimiter.ts';
import { CsvReader } from './formats/parse-csv.ts';
import { readJsonLines } from './formats/parse-jsonl.ts';
import { readFirstSheet } from './formats/read-sheet.ts';
import { isBlank } from './is-blank.ts';
import type { SourceRow } from './make-ticket.ts';
import { nameColumns } from './name-columns.ts';

/** A table of tickets and its rows, whatever its format. */
export interface Source {
  format: TicketFormat;
  /** As in the file: duplicates and empty names kept. */
  header: string[];
  /** Unique names, one for each column of the header. */
  columns: string[];
  notes: string[];
  /** The rows after the header, from the start at each call. */
  batches(): AsyncIterable<SourceRow[]>;
}

const SAMPLE_CHARACTERS = 16 * 1024;
const DELIMITER_NAMES: Record<string, string> = { '\t': 'tab' };
/** More keys than this are data, not columns. */
const MOST_COLUMNS = 2000;
const BATCH_ROWS = 500;

export function openSource(file: FoundFile): Promise<Source> {
  switch (file.format) {
    case 'csv':
    case 'tsv':
      return openDelimited(file);
    case 'jsonl':
      return openJsonLines(file);
    case 'xlsx':
      return openSheet(file);
  }
}

async function openDelimited(file: FoundFile): Promise<Source> {
  const { name, format } = file;
  const { encoding, note } = await detectEncoding(file);
  const pieces = () => decodeText(file, encoding);
  const { text, isWhole } = await firstText(pieces());
  const stated = statedDelimiter(text);
  const usual = format === 'tsv' ? '\t' : ',';
  const delimiter = stated ?? guessDelimiter(text, isWhole);
  const isReturn = endsInReturn(text);
  // The line `sep=;` is a record too, but no header.
  const headerAt = stated === undefined ? 0 : 1;

  async function* records(): AsyncGenerator<SourceRow[]> {
    const reader = new CsvReader(delimiter, isReturn);
    for await (const piece of pieces()) yield reader.read(piece, false);
    yield reader.read('', true);
  }

  const header = (await firstOf(records(), headerAt + 1))[headerAt];
  if (header === undefined || header.cells.every(isBlank)) {
    throw new UserMistake(`${name} has no header; its first line names the columns`);
  }
  if (header.flaw !== undefined)
    throw new UserMistake(`${name}, line ${header.line}: ${header.flaw}`);
  const notes = note === undefined ? [] : [note];
  if (delimiter === undefined) notes.push('one column: nothing splits the header');
  else if (delimiter !== usual) {
    notes.push(`columns split at ${DELIMITER_NAMES[delimiter] ?? `"${delimiter}"`}`);
  }
  return {
    format: delimiter === '\t' ? 'tsv' : 'csv',
    ...named(header.cells),
    notes,
    async *batches() {
      let toSkip = headerAt + 1;
      for await (const batch of records()) {
        yield batch.slice(toSkip);
        toSkip = Math.max(0, toSkip - batch.length);
      }
    },
  };
}

/** Columns are the keys of all lines, in the order of their first appearance, so none is lost. */
async function openJsonLines(file: FoundFile): Promise<Source> {
  const { name } = file;
  const { encoding, note } = await detectEncoding(file);
  const keys = new Map<string, number>();
  let rows = 0;
  for await (const { values } of readJsonLines(decodeText(file, encoding))) {
    rows++;
    for (const key of values.keys()) if (!keys.has(key)) keys.set(key, keys.size);
    if (keys.size > MOST_COLUMNS) {
      throw new UserMistake(
        `${name} has more than ${MOST_COLUMNS} different keys; each becomes a column, so drop some`,
      );
    }
  }
  if (rows === 0)
    throw new UserMistake(`${name} holds only blank lines; it needs one JSON object a line`);
  if (keys.size === 0) throw new UserMistake(`${name} holds no JSON object; it needs one a line`);
  return {
    format: 'jsonl',
    ...named([...keys.keys()]),
    notes: note === undefined ? [] : [note],
    async *batches() {
      let batch: SourceRow[] = [];
      for await (const { values, line, flaw } of readJsonLines(decodeText(file, encoding))) {
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

async function openSheet({ name, path }: FoundFile): Promise<Source> {
  const [header, ...rows] = await readFirstSheet(name, path);
  if (header === undefined)
    throw new UserMistake(`${name} has an empty first sheet; it needs a header and rows`);
  return {
    format: 'xlsx',
    ...named(header.cells),
    notes: [],
    async *batches() {
      yield rows;
    },
  };
}

function named(header: string[]): Pick<Source, 'header' | 'columns'> {
  return { header, columns: nameColumns(header) };
}

async function firstText(
  pieces: AsyncIterable<string>,
): Promise<{ text: string; isWhole: boolean }> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length > SAMPLE_CHARACTERS)
      return { text: text.slice(0, SAMPLE_CHARACTERS), isWhole: false };
  }
  return { text, isWhole: true };
}

/** At most `count` rows from the start. */
export async function firstOf(
  batches: AsyncIterable<SourceRow[]>,
  count: number,
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch.slice(0, count - rows.length));
    if (rows.length >= count) break;
  }
  return rows;
}
