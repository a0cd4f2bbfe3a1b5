import type { SourceRow } from '../../make-ticket.ts';
import { XmlReader } from '../read-xml.ts';
import { numberText } from './cell-text.ts';
import { unescapeText, type Workbook } from './read-workbook.ts';

/** More columns than a sheet can have are damage. */
const mostColumns = 16_384;
const plain = { kind: 'plain' } as const;

/** A sheet's rows that hold anything, with their numbers, as they are read. */
export async function* readSheet(
  pieces: AsyncIterable<Uint8Array>,
  { strings, styles, is1904 }: Omit<Workbook, 'sheets'>,
): AsyncGenerator<SourceRow[]> {
  let found: SourceRow[] = [];
  let cells: string[] = [];
  let [line, column, type, value, isValue] = [0, -1, '', '', false];
  let style: Workbook['styles'][number] = plain;

  const textOf = (): string => {
    if (type === 's') return strings[Number(value)] ?? '';
    if (type === 'b') return value === '1' ? 'true' : value === '0' ? 'false' : value;
    if (type === 'inlineStr' || type === 'str') return unescapeText(value);
    if (type === 'd') return value.replace(/(\.000)?Z?$/, '').replace(/T00:00:00$/, '');
    return type === 'e' ? value : numberText(value, style, is1904);
  };
  const reader = new XmlReader({
    open(element, attributes) {
      if (element === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        type = attributes.t ?? 'n';
        style = styles[Number(attributes.s ?? -1)] ?? plain;
        value = '';
      } else if (element === 'v' || element === 't') isValue = true;
      else if (element === 'rPh') isValue = false;
      else if (element === 'row') {
        line = attributes.r === undefined ? line + 1 : Number(attributes.r);
        cells = [];
        column = -1;
      }
    },
    text(piece) {
      if (isValue) value += piece;
    },
    close(element) {
      if (element === 'v' || element === 't') isValue = false;
      else if (element === 'c') {
        const text = value === '' ? '' : textOf();
        if (text === '' || column < 0 || column >= mostColumns) return;
        while (cells.length < column) cells.push('');
        cells[column] = text;
      } else if (element === 'row' && cells.length > 0) found.push({ cells, line });
    },
  });
  for await (const piece of pieces) {
    reader.write(piece);
    if (found.length === 0) continue;
    yield found;
    found = [];
  }
  reader.end();
  if (found.length > 0) yield found;
}

/** `C12` is the third, 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
