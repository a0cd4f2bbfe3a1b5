import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { FoundFile } from '../../find-file.ts';
import { joinSources } from '../../join-sources.ts';
import { openTable } from '../../layout/open-table.ts';
import type { SourceRow } from '../../make-ticket.ts';
import type { Layout, Source } from '../../source.ts';
import { type Archive, openArchive } from '../open-archive.ts';
import { readSheet } from './read-sheet.ts';
import { readWorkbook, type Sheet, type Workbook } from './read-workbook.ts';
import { surveySheet } from './survey-sheet.ts';

/** A sheet, its rows counted. */
interface OpenedSheet extends Sheet {
  rows: number;
  source: Source;
}

export async function openWorkbook(file: FoundFile, layout: Layout): Promise<Source> {
  const { name, path } = file;
  const archive = await orMistake(name, openArchive(name, path));
  const workbook = await orMistake(name, readWorkbook(archive));
  const wanted =
    layout.sheet === undefined ? undefined : chosenSheets(name, workbook.sheets, layout.sheet);
  const candidates = wanted ?? workbook.sheets.filter(({ isHidden }) => !isHidden);
  const opened: OpenedSheet[] = [];
  for (const sheet of candidates) {
    const one = await openSheet(name, archive, workbook, sheet, layout);
    if (one !== undefined) opened.push(one);
  }
  const read = wanted === undefined ? dataSheets(opened) : opened;
  const [only, ...others] = read;
  if (only === undefined)
    throw new UserMistake(
      `${name} has no rows in ${wanted === undefined ? 'its sheets' : `sheet ${layout.sheet}`}; it needs a header and rows${hiddenHint(workbook.sheets)}`,
    );
  const notes = await noteSheets(archive, workbook, read, opened, wanted !== undefined);
  const source =
    others.length === 0
      ? only.source
      : joinSources(
          read.map((sheet) => sheet.name),
          read.map((sheet) => sheet.source),
          'sheet',
        );
  return { ...source, notes: [...notes, ...source.notes] };
}

/** Nothing for a sheet without a row. */
async function openSheet(
  name: string,
  archive: Archive,
  workbook: Workbook,
  sheet: Sheet,
  layout: Layout,
): Promise<OpenedSheet | undefined> {
  const streamed = () => orMistakes(name, readSheet(archive.read(sheet.part), workbook));
  const { count, last, kept } = await orMistake(name, surveySheet(archive, sheet.part, workbook));
  if (count === 0) return undefined;
  const rows = kept === undefined ? streamed : () => copies(kept);
  const table = await openTable({ name, rows, last: () => last, isRagged: true }, layout);
  return { ...sheet, rows: count, source: { ...table, format: 'xlsx' } };
}

/** The sheet that is a table of the most rows, and those with the same columns. */
function dataSheets(opened: readonly OpenedSheet[]): OpenedSheet[] {
  const tables = opened.filter(({ source, rows }) => source.columns.length > 1 && rows > 1);
  const [first, ...others] = [...(tables.length > 0 ? tables : opened)].sort(
    (a, b) => b.rows - a.rows,
  );
  if (first === undefined) return [];
  const columnsOf = ({ source }: OpenedSheet) => JSON.stringify(source.columns);
  const alike = others.filter(
    (sheet) => sheet.source.isNamed && columnsOf(sheet) === columnsOf(first),
  );
  return opened.filter((sheet) => sheet === first || alike.includes(sheet));
}

async function noteSheets(
  archive: Archive,
  workbook: Workbook,
  read: readonly OpenedSheet[],
  opened: readonly OpenedSheet[],
  isChosen: boolean,
): Promise<string[]> {
  if (workbook.sheets.length < 2) return [];
  const left: string[] = [];
  for (const sheet of workbook.sheets) {
    if (read.some(({ part }) => part === sheet.part)) continue;
    const known = opened.find(({ part }) => part === sheet.part)?.rows;
    const rows = known ?? (await surveySheet(archive, sheet.part, workbook)).count;
    left.push(`"${sheet.name}" (${plural(rows, 'row')}${sheet.isHidden ? ', hidden' : ''})`);
  }
  const names = read.map(({ name }) => `"${name}"`);
  const shown =
    names.length === 1
      ? `sheet ${names[0]}`
      : `sheets ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const more = isChosen ? '' : '; --sheet names others';
  return [
    left.length === 0 ? `read: ${shown}` : `read: ${shown}; not read: ${left.join(', ')}${more}`,
  ];
}

/** @throws UserMistake for a sheet that is not there */
function chosenSheets(file: string, sheets: readonly Sheet[], wanted: string): Sheet[] {
  const find = (word: string) =>
    sheets.find(({ name }) => name === word) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === word.trim().toLowerCase()) ??
    (/^\s*\d+\s*$/.test(word) ? sheets[Number(word) - 1] : undefined);
  const whole = find(wanted);
  const found =
    whole === undefined
      ? wanted.split(',').map((word) => ({ word, sheet: find(word) }))
      : [{ word: wanted, sheet: whole }];
  return found.map(({ word, sheet }) => {
    if (sheet !== undefined) return sheet;
    const names = sheets.map(({ name }) => `"${name}"`).join(', ');
    throw new UserMistake(`${file} has no sheet "${word.trim()}"; its sheets are ${names}`);
  });
}

function hiddenHint(sheets: readonly Sheet[]): string {
  const hidden = sheets.filter(({ isHidden }) => isHidden).map(({ name }) => `"${name}"`);
  return hidden.length === 0 ? '' : `; hidden sheets: ${hidden.join(', ')} (--sheet names one)`;
}

/** Whoever reads them may widen the rows. */
async function* copies(rows: readonly SourceRow[]): AsyncGenerator<SourceRow[]> {
  yield rows.map((row) => ({ ...row, cells: [...row.cells] }));
}

async function* orMistakes<Value>(
  name: string,
  values: AsyncIterable<Value>,
): AsyncGenerator<Value> {
  try {
    yield* values;
  } catch (cause) {
    throw mistakeOf(name, cause);
  }
}

function orMistake<Value>(name: string, promise: Promise<Value>): Promise<Value> {
  return promise.catch((cause: unknown) => {
    throw mistakeOf(name, cause);
  });
}

function mistakeOf(name: string, cause: unknown): UserMistake {
  if (cause instanceof UserMistake) return cause;
  const reason = cause instanceof Error ? ` (${cause.message.split('\n', 1)[0]})` : '';
  return new UserMistake(
    `${name} can't be read as an Excel workbook${reason}; save it again as .xlsx, or as .csv`,
    { cause },
  );
}
