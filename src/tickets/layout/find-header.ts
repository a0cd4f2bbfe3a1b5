import { UserMistake } from '../../domain/mistake.ts';
import { plural } from '../../domain/text/plural.ts';
import { isBlank } from '../clean-text.ts';
import { foldName, nameWords } from '../columns/name-columns.ts';
import type { SourceRow } from '../make-ticket.ts';
import type { Layout } from '../source.ts';

/** Where a table begins. */
export interface FoundHeader {
  header: string[];
  /** Rows from the start that are no tickets, the header among them. */
  skip: number;
  /** The file names its columns. */
  isNamed: boolean;
  notes: string[];
}

/** Title rows are few. */
const mostTitles = 40;
/**
 * Finds the row that names the columns, and those around it that are no tickets.
 * @param rows the first ones, with their lines
 * @throws UserMistake for a row that isn't there
 */
export function findHeader(
  name: string,
  rows: readonly SourceRow[],
  { headerRow, skipRows }: Pick<Layout, 'headerRow' | 'skipRows'>,
): FoundHeader {
  const start = headerRow === undefined ? (skipRows ?? 0) : 0;
  const from = rows.findIndex(({ line }) => line > start);
  const at = headerRow === undefined ? from : rows.findIndex(({ line }) => line === headerRow);
  if (headerRow === 0) return unnamed(rows, skipRows ?? 0);
  if (at === -1) {
    if (headerRow !== undefined && rows.length > 0)
      throw new UserMistake(
        `row ${headerRow} of ${name} can't name the columns: no row begins there (${rowsNear(rows)})`,
      );
    if (skipRows !== undefined && rows.length > 0)
      throw new UserMistake(
        `${name} has no rows after the ${skipRows} that --skip-rows leaves out`,
      );
    return { header: [], skip: 0, isNamed: true, notes: [] };
  }
  if (headerRow !== undefined) {
    const under = rowsUnder(rows, at, skipRows);
    return named(name, rows, at, under);
  }
  if (skipRows !== undefined) return named(name, rows, at, specialRows(rows, at));
  const found = guessHeader(rows);
  if (found === undefined)
    return unnamed(
      rows,
      0,
      'the first row is read as a ticket: it names no columns (--header-row 1 if it does)',
    );
  return named(name, rows, found, specialRows(rows, found));
}

function rowsUnder(rows: readonly SourceRow[], at: number, skipRows: number | undefined): number {
  return skipRows === undefined ? specialRows(rows, at) : Math.min(skipRows, rows.length - at - 1);
}

function named(name: string, rows: readonly SourceRow[], at: number, under: number): FoundHeader {
  const { cells: header = [], flaw, line = 1 } = rows[at] ?? {};
  if (flaw !== undefined) throw new UserMistake(`${name}, line ${line}: ${flaw}`);
  const notes: string[] = [];
  if (at > 0) {
    notes.push(`${plural(at, 'row')} above the header skipped; row ${line} names the columns`);
  }
  if (under > 0) notes.push(`${plural(under, 'row')} under the header skipped: not tickets`);
  const more = under > 0 ? (rows[at + 1]?.cells ?? []) : [];
  return {
    // Answers to one question of a survey are columns that only the second row names.
    header: header.map((cell, index) => (isBlank(cell) ? (more[index] ?? '') : cell)),
    skip: at + 1 + under,
    isNamed: true,
    notes,
  };
}

function unnamed(rows: readonly SourceRow[], skip: number, why = ''): FoundHeader {
  const width = Math.max(0, ...rows.slice(skip).map(({ cells }) => cells.length));
  return {
    header: Array.from({ length: width }, (_, index) => `column_${index + 1}`),
    skip,
    isNamed: false,
    notes: [`no header: columns are numbered`, ...(why === '' ? [] : [why])],
  };
}

/** Its place among the rows; nothing where already the first is a ticket. */
function guessHeader(rows: readonly SourceRow[]): number | undefined {
  const [first] = rows;
  if (first === undefined) return 0;
  const title = titleRows(rows);
  if (title > 0) return title;
  return isData(first.cells, rows.slice(1)) ? undefined : 0;
}

/** How many rows stand above the header: narrower ones, or pairs of a word and its value. */
function titleRows(rows: readonly SourceRow[]): number {
  const top = rows.slice(0, mostTitles);
  for (const [at, row] of top.entries()) {
    if (at === 0 || !isHeaderLike(row.cells)) continue;
    const width = filled(row.cells);
    const below = rows.slice(at + 1, at + 21);
    if (below.length === 0 || width < 2) continue;
    const fits = below.filter(({ cells }) => filled(cells) <= width && filled(cells) > width / 3);
    if (fits.length < below.length * 0.7) continue;
    const above = rows.slice(0, at);
    const isNarrow = above.every(({ cells }) => filled(cells) < width);
    const isGap = row.line > (above.at(-1)?.line ?? 0) + linesIn(above.at(-1));
    const isPairs = above.every(
      ({ cells }) => (filled(cells) === 1 && !isName(cells)) || /[::]\s*$/.test(cells[0] ?? ''),
    );
    const known = nameWords(row.cells);
    const firstKnown = nameWords(above[0]?.cells ?? []);
    if (
      isNarrow &&
      width > 2 &&
      (firstKnown < filled(above[0]?.cells ?? []) || isPairs) &&
      !isRagged(above, below)
    )
      return at;
    if ((isNarrow || isPairs) && (isGap || isPairs) && known > firstKnown) return at;
  }
  return 0;
}

/** One cell that is just the name of a column. */
function isName(cells: readonly string[]): boolean {
  return cells.every((cell) => isBlank(cell) || !/\s/.test(cell.trim())) && nameWords(cells) > 0;
}

/** The rows below are as narrow as the first: it is their header, and this row only has more cells. */
function isRagged(above: readonly SourceRow[], below: readonly SourceRow[]): boolean {
  const width = filled(above[0]?.cells ?? []);
  return below.filter(({ cells }) => filled(cells) <= width).length > below.length / 2;
}

function linesIn(row: SourceRow | undefined): number {
  return 1 + (row?.cells.join('').split('\n').length ?? 1) - 1;
}

function isHeaderLike(cells: readonly string[]): boolean {
  const names = cells.filter((cell) => !isBlank(cell)).map((cell) => cell.trim());
  return (
    names.length > 0 &&
    new Set(names).size >= names.length * 0.5 &&
    names.every((cell) => cell.length <= 200 && !isValue(cell) && !/[::]$/.test(cell))
  );
}

/** A row like those below it: values where they have values of the same shape. */
function isData(cells: readonly string[], below: readonly SourceRow[]): boolean {
  if (nameWords(cells) > 0 || below.length === 0) return false;
  if (cells.length === 1)
    return (
      below.length > 1 && isSentence(cells[0] ?? '') && below.every((row) => row.cells.length === 1)
    );
  return cells.some((cell, index) => {
    const shape = shapeOf(cell);
    if (!/9/.test(shape)) return false;
    const others = below.map((row) => row.cells[index] ?? '').filter((other) => !isBlank(other));
    const alike = others.filter((other) => shapeOf(other) === shape).length;
    return others.length > 0 && alike >= others.length * 0.9;
  });
}

function isSentence(cell: string): boolean {
  return cell.trim().split(/\s+/).length >= 4 && /[.!]$/.test(cell.trim());
}

/** `INC0012` is `A9`, `2026-01-02 10:00` is `9-9-9 9:9`. */
function shapeOf(cell: string): string {
  const text = cell.trim().slice(0, 40);
  return text.replace(/\d+/g, '9').replace(/\p{L}+/gu, 'A');
}

/** A number, a date, an address: what names no column. */
function isValue(cell: string): boolean {
  return (
    /^[\d\s.,:/+%$€£-]*\d[\d\s.,:/+%$€£-]*$/.test(cell) ||
    /^\d{4}-\d\d-\d\dT/.test(cell) ||
    /^\S+@\S+\.\S+$/.test(cell) ||
    /^https?:/.test(cell)
  );
}

function filled(cells: readonly string[]): number {
  return cells.filter((cell) => !isBlank(cell)).length;
}

/** Rows under the header that explain it: of Qualtrics up to its import ids, of SurveyMonkey its answers' names. */
function specialRows(rows: readonly SourceRow[], at: number): number {
  const imports = rows.slice(at + 1, at + 4).findIndex(({ cells }) => {
    const texts = cells.filter((cell) => !isBlank(cell));
    return texts.length > 0 && texts.every((cell) => /^\s*\{"ImportId":/i.test(cell));
  });
  if (imports !== -1) return imports + 1;
  const header = rows[at]?.cells ?? [];
  const second = rows[at + 1]?.cells ?? [];
  const isSurvey = /^respondent.?id$/i.test((header[0] ?? '').trim()) && isBlank(second[0] ?? '');
  if (isSurvey && second.some((cell) => !isBlank(cell))) return 1;
  const isQuestions =
    /^(startdate|responseid)$/i.test((header[0] ?? '').trim()) &&
    foldName(second[0] ?? '').replaceAll('_', '') === (header[0] ?? '').toLowerCase();
  return isQuestions ? 1 : 0;
}

function rowsNear(rows: readonly SourceRow[]): string {
  const lines = rows.slice(0, 5).map(({ line }) => line);
  return `rows begin at ${lines.join(', ')}${rows.length > 5 ? ', …' : ''}`;
}
