const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Rows that a guess is made from, and the share of them that has to be dates. */
export const rowsForDates = 200;
const shareOfDates = 0.8;

const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/;
const yearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/;
const monthByName = /^(?:[a-z]{3,9},? )?(?:(\d{1,2})[ -]([a-z]{3})|([a-z]{3})[a-z]* (\d{1,2}))/i;
const anyYear = /(?:^|\D)((?:19|20)\d\d)(?!\d)/;

/** A column of dates, and whether its days stand before its months where both are numbers. */
export interface DateColumn {
  index: number;
  isDayFirst: boolean;
}

/** Of the columns most of whose values are dates the one that has the most of them. */
export function findDateColumn(rows: readonly (readonly string[])[]): DateColumn | undefined {
  const samples = rows.slice(0, rowsForDates);
  const width = Math.max(0, ...samples.map((cells) => cells.length));
  let found: (DateColumn & { dates: number }) | undefined;
  for (let index = 0; index < width; index++) {
    const cells = samples.flatMap((row) => row[index]?.trim() || []);
    const isDayFirst = saysDayFirst(cells);
    const dates = cells.filter((cell) => readDay(cell, isDayFirst) !== undefined).length;
    if (dates === 0 || dates < shareOfDates * cells.length) continue;
    if (found === undefined || dates > found.dates) found = { index, isDayFirst, dates };
  }
  return found && { index: found.index, isDayFirst: found.isDayFirst };
}

/** Points divide days from months in Europe; a first number over 12 is no month anywhere. */
function saysDayFirst(cells: readonly string[]): boolean {
  const parts = cells.flatMap((cell) => {
    const match = yearLast.exec(cell);
    return match === null ? [] : [match];
  });
  if (parts.some((match) => Number(match[2]) > 12)) return false;
  return parts.some((match) => Number(match[1]) > 12 || match[0].includes('.'));
}

/** The day that a cell names, in days since 1970, as it is written there: time zones aside. */
export function readDay(cell: string, isDayFirst: boolean): number | undefined {
  const text = cell.trim().slice(0, 60);
  const iso = yearFirst.exec(text);
  if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const last = yearLast.exec(text);
  if (last !== null) {
    const [first, second] = [Number(last[1]), Number(last[2])];
    return isDayFirst
      ? dayOf(Number(last[3]), second, first)
      : dayOf(Number(last[3]), first, second);
  }
  const named = monthByName.exec(text);
  const year = anyYear.exec(text)?.[1];
  if (named === null || year === undefined) return undefined;
  const month = months.indexOf((named[2] ?? named[3] ?? '').toLowerCase()) + 1;
  return dayOf(Number(year), month, Number(named[1] ?? named[4]));
}

function dayOf(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const isReal = month >= 1 && month <= 12 && new Date(time).getUTCDate() === day;
  return isReal && year >= 1900 && year <= 2200 ? time / 86_400_000 : undefined;
}

/** As in 2026-11-22. */
export function showDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
