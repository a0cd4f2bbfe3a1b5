import { UserMistake } from '../../domain/mistake.ts';
import { isBlank } from '../clean-text.ts';
import type { FoundFile } from '../find-file.ts';
import { openTable } from '../layout/open-table.ts';
import type { SourceRow } from '../make-ticket.ts';
import type { Layout, Source } from '../source.ts';
import { decodeText } from './encoding/decode-text.ts';
import { detectEncoding } from './encoding/detect-encoding.ts';
import { endsInReturn, guessDelimiter, statedDelimiter } from './encoding/guess-delimiter.ts';
import { CsvReader } from './parse-csv.ts';

const SAMPLE_CHARACTERS = 16 * 1024;
const DELIMITER_NAMES: Record<string, string> = { '\t': 'tab' };

export async function openDelimited(file: FoundFile, layout: Layout): Promise<Source> {
  const { name, format } = file;
  const { encoding, note, end } = await detectEncoding(file, layout.encoding);
  const pieces = () => decodeText(file, encoding);
  const { text, isWhole } = await firstText(pieces());
  const stated = statedDelimiter(text);
  const usual = format === 'tsv' ? '\t' : ',';
  const delimiter = stated ?? guessDelimiter(text, isWhole);
  const isReturn = endsInReturn(text);

  async function* records(): AsyncGenerator<SourceRow[]> {
    const reader = new CsvReader(delimiter, isReturn);
    // The line `sep=;` is a record too, but no header.
    let toSkip = stated === undefined ? 0 : 1;
    for await (const piece of pieces()) {
      const rows = reader.read(piece, false);
      yield rows.slice(toSkip);
      toSkip = Math.max(0, toSkip - rows.length);
    }
    yield reader.read('', true).slice(toSkip);
  }

  const last = (width: number) => lastRecords(end, delimiter, isReturn, width);
  const table = await openTable({ name, rows: records, last }, layout);
  if (table.header.every(isBlank))
    throw new UserMistake(`${name} has no header; its first line names the columns`);
  const notes = note === undefined ? [] : [note];
  if (delimiter === undefined) notes.push('one column: nothing splits the header');
  else if (delimiter !== usual) {
    notes.push(`columns split at ${DELIMITER_NAMES[delimiter] ?? `"${delimiter}"`}`);
  }
  return {
    ...table,
    format: delimiter === '\t' ? 'tsv' : 'csv',
    notes: [...notes, ...table.notes],
  };
}

/** Of a text's end, which may begin inside a quoted cell: the reading that gives more rows their width. */
function lastRecords(
  { text, isWhole }: { text: string; isWhole: boolean },
  delimiter: string | undefined,
  isReturn: boolean,
  width: number,
): SourceRow[] {
  const read = (records: string) => new CsvReader(delimiter, isReturn).read(records, true);
  if (isWhole) return read(text);
  const lines = text.slice(text.search(/[\r\n]/) + 1);
  const sound = (rows: SourceRow[]) =>
    rows.filter(({ cells, flaw }) => flaw === undefined && cells.length === width).length;
  const [outside, inside] = [read(lines), read(`"${lines}`)];
  return sound(inside) > sound(outside) ? inside : outside;
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
