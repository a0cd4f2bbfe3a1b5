import { UserMistake } from '../../../../domain/mistake.ts';
import { readCondition, type TicketFilter } from '../../../api/filter.ts';
import type { Findings } from '../../tickets/findings.ts';
import type { RunView } from '../run-view.ts';
import { type Columns, failedStatus, statuses } from './columns.ts';

/** The parts of a filter that a chart shows, each a bit; all others share one. */
export const parts = { status: 1, confidence: 2, sentiment: 4, time: 8, other: 16 } as const;

/** Of each place the bits of the filter's parts that do not let it through; undecided rows have all. */
export type Misses = Uint8Array;

const allParts = 31;

/** @throws UserMistake for a theme, status or column that the run has not */
export async function filterRows(
  view: RunView,
  findings: Pick<Findings, 'rowsOfGroup'>,
  filter: Partial<TicketFilter>,
): Promise<Misses> {
  const { columns } = view;
  const { length, status } = columns;
  const misses = new Uint8Array(length);
  for (let place = 0; place < length; place++) if (status[place] === 0) misses[place] = allParts;
  const drop = (part: number, isWanted: (place: number) => boolean) => {
    for (let place = 0; place < length; place++)
      if (misses[place] !== allParts && !isWanted(place))
        misses[place] = (misses[place] ?? 0) | part;
  };

  for (const theme of placesOf(columns, filter.theme))
    drop(parts.other, (place) => columns.hasTheme(place, theme));
  const any = placesOf(columns, filter.anyTheme);
  if (any.length > 0)
    drop(parts.other, (place) => any.some((theme) => columns.hasTheme(place, theme)));
  for (const theme of placesOf(columns, filter.notTheme))
    drop(parts.other, (place) => !columns.hasTheme(place, theme));
  for (const theme of placesOf(columns, filter.failed))
    drop(parts.other, (place) => columns.hasFailed(place, theme));
  if (filter.unthemed) drop(parts.other, (place) => columns.isUnthemed(place));
  if (filter.status !== undefined && filter.status.length > 0) {
    const wanted = new Set(filter.status.map(statusNumber));
    drop(parts.status, (place) => wanted.has(status[place] ?? 0));
  }
  dropOutside(drop, parts.confidence, columns.confidence, filter.least, filter.surest);
  dropOutside(drop, parts.sentiment, columns.sentiment, filter.calmest, filter.angriest);
  if (filter.since !== undefined || filter.until !== undefined) {
    const since = dayNumber(filter.since) ?? Number.NEGATIVE_INFINITY;
    const until = dayNumber(filter.until) ?? Number.POSITIVE_INFINITY;
    const days = await view.dates.days(length);
    drop(parts.time, (place) => (days[place] ?? 0) >= since && (days[place] ?? 0) <= until);
  }
  for (const text of filter.where ?? []) {
    const condition = readCondition(text);
    if (condition === undefined) continue;
    const { values, codes } = await view.values.of(condition.column, length);
    const named = values.map((value) => condition.values.includes(value));
    drop(parts.other, (place) => named[codes[place] ?? 0] !== condition.isNot);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const found = await view.texts.search(filter.text, length);
    drop(parts.other, (place) => found[place] === 1);
  }
  if (filter.group !== undefined && filter.group !== '') {
    const rows = await findings.rowsOfGroup(view.id, filter.group);
    drop(parts.other, (place) => rows.has(place + 1));
  }
  if (filter.gold !== undefined) await dropByGold(drop, view, columns, filter.gold);
  await dropByMistakes(drop, view, columns, filter);
  return misses;
}

type Drop = (part: number, isWanted: (place: number) => boolean) => void;

/** From one bound to the other, which is not included unless it is 1. */
function dropOutside(
  drop: Drop,
  part: number,
  values: Float64Array,
  from: number | undefined,
  to: number | undefined,
): void {
  if (from === undefined && to === undefined) return;
  const [low, high] = [from ?? 0, to ?? 1];
  drop(part, (place) => {
    const value = values[place] ?? Number.NaN;
    return value >= low && (value < high || (high === 1 && value <= 1));
  });
}

/** A ticket that failed is neither right nor wrong. */
async function dropByGold(
  drop: Drop,
  view: RunView,
  columns: Columns,
  wanted: NonNullable<TicketFilter['gold']>,
): Promise<void> {
  const gold = await view.gold.read(columns.length);
  const { words } = columns;
  drop(parts.other, (place) => {
    const isLabelled = gold.status[place] === 1;
    if (wanted === 'labelled' || wanted === 'unlabelled')
      return isLabelled === (wanted === 'labelled');
    if (!isLabelled || columns.status[place] === failedStatus) return false;
    let isRight = true;
    for (let word = place * words; word < (place + 1) * words; word++)
      if (columns.has[word] !== gold.has[word]) isRight = false;
    return isRight === (wanted === 'right');
  });
}

/** A theme whose judge failed is neither missed nor said. */
async function dropByMistakes(
  drop: Drop,
  view: RunView,
  columns: Columns,
  { missed, extra }: Pick<Partial<TicketFilter>, 'missed' | 'extra'>,
): Promise<void> {
  const sought = [
    ...placesOf(columns, missed).map((theme) => ({ theme, isLabelled: true })),
    ...placesOf(columns, extra).map((theme) => ({ theme, isLabelled: false })),
  ];
  if (sought.length === 0) return;
  const gold = await view.gold.read(columns.length);
  for (const { theme, isLabelled } of sought)
    drop(
      parts.other,
      (place) =>
        gold.status[place] === 1 &&
        gold.hasTheme(place, theme) === isLabelled &&
        columns.hasTheme(place, theme) !== isLabelled &&
        !columns.hasFailed(place, theme),
    );
}

function placesOf(columns: Columns, themes: readonly string[] = []): number[] {
  return themes.map((id) => {
    const place = columns.placeOf(id);
    if (place === undefined) throw new UserMistake(`the run has no theme "${id.slice(0, 100)}"`);
    return place;
  });
}

function statusNumber(status: string): number {
  const place = statuses.indexOf(status as 'decided');
  if (place === -1) throw new UserMistake(`a status is one of ${statuses.join(', ')}`);
  return place + 1;
}

function dayNumber(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Date.parse(day) / 86_400_000;
}
