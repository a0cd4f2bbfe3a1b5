import { showDay } from '../../../tickets/formats/dates.ts';
import type { TimeChart } from '../../api/results.ts';
import { eachTheme } from './charts.ts';
import { type Misses, parts } from './rows/filter-rows.ts';
import type { RunView } from './run-view.ts';

/** Stretches of time in one chart, about. */
const mostStretches = 120;

/** 1970 began with a Thursday: weeks with a Monday begin three days before. */
const daysToMonday = 3;

/** Tickets and themes by day, week or month, over the days that the whole run has. */
export async function countOverTime(view: RunView, misses: Misses): Promise<TimeChart | null> {
  const { columns } = view;
  const column = await view.dates.column();
  if (column === undefined) return null;
  const days = await view.dates.days(misses.length);
  const [first, last] = rangeOf(days);
  if (first === undefined || last === undefined) return null;
  const unit =
    last - first < mostStretches ? 'day' : last - first < 7 * mostStretches ? 'week' : 'month';
  const firstStretch = stretchOf(first, unit);
  const count = stretchOf(last, unit) - firstStretch + 1;
  const totals: number[] = new Array(count).fill(0);
  const themes = columns.themes.map((): number[] => new Array(count).fill(0));
  for (let place = 0; place < misses.length; place++) {
    const day = days[place] ?? Number.NaN;
    if (Number.isNaN(day) || ((misses[place] ?? 0) & ~parts.time) !== 0) continue;
    const stretch = stretchOf(day, unit) - firstStretch;
    totals[stretch] = (totals[stretch] ?? 0) + 1;
    eachTheme(columns.has, columns, place, (theme) => {
      const counts = themes[theme];
      if (counts !== undefined) counts[stretch] = (counts[stretch] ?? 0) + 1;
    });
  }
  const starts = totals.map((_, index) => showDay(startOf(firstStretch + index, unit)));
  return { column, unit, starts, totals, themes };
}

function rangeOf(days: Float64Array): [number | undefined, number | undefined] {
  let first: number | undefined;
  let last: number | undefined;
  for (const day of days) {
    if (Number.isNaN(day)) continue;
    if (first === undefined || day < first) first = day;
    if (last === undefined || day > last) last = day;
  }
  return [first, last];
}

function stretchOf(day: number, unit: TimeChart['unit']): number {
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + daysToMonday) / 7);
  const date = new Date(day * 86_400_000);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

function startOf(stretch: number, unit: TimeChart['unit']): number {
  if (unit === 'day') return stretch;
  if (unit === 'week') return 7 * stretch - daysToMonday;
  return Date.UTC(Math.floor(stretch / 12), stretch % 12, 1) / 86_400_000;
}
