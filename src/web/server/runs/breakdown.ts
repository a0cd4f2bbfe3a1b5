import { setImmediate } from 'node:timers/promises';
import { countTickets } from '../../../../workflows/count.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { CountedTicket } from '../../../evaluation/counts/counted-tickets.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { showDay } from '../../../tickets/formats/dates.ts';
import type { Breakdown } from '../../api/summary.ts';
import { eachTheme } from './charts.ts';
import { type Columns, statuses } from './rows/columns.ts';
import type { RunView } from './run-view.ts';

const mostChanges = 5;
/** Half of the interval's width that labels are asked for. */
const margin = 0.05;
/** Others are answered after so many. */
const placesAtOnce = 50_000;

type GroupOf = (place: number) => string;

/** What `tribunal count` says, of the tickets that are in memory. @throws UserMistake */
export async function countView(
  ledger: Ledger,
  view: RunView,
  { by, groupOf = () => '' }: { by?: string; groupOf?: GroupOf } = {},
) {
  return countTickets(ledger, view.run, await ticketsOf(view, groupOf), {
    gold: undefined,
    goldColumn: undefined,
    against: undefined,
    margin,
    by,
  });
}

/** The shares by a column or by month, and where they differ by more than chance. @throws UserMistake */
export async function breakDown(ledger: Ledger, view: RunView, by: string): Promise<Breakdown> {
  const { groups, changes, notes, themes } = await countView(ledger, view, {
    by,
    groupOf: await groupsOf(view, by),
  });
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  const points = (share: number) => `${share > 0 ? '+' : ''}${Math.round(100 * share)}`;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return {
    by,
    notes,
    groups: groups.map(({ group, tickets, themes }) => ({
      name: group === '' ? '(empty)' : group,
      tickets,
      shares: themes.map(({ share, raw }) => share ?? raw),
    })),
    changes: changes
      .filter(({ isProved }) => isProved)
      .slice(0, mostChanges)
      .map(
        ({ theme, group, from, to, low, high }) =>
          `${nameOf(theme)}: ${percent(to)} in ${group}, ${percent(from)} ${by === 'month' ? 'before' : 'in the others'} (${points(low)} to ${points(high)} points)`,
      ),
  };
}

/** The group of each place; empty where it can't be read. @throws UserMistake for no column of the file */
async function groupsOf(view: RunView, by: string): Promise<(place: number) => string> {
  const { length } = view.columns;
  if (by !== 'month' || view.run.parsed.columns.includes(by)) {
    const { values, codes } = await view.values.of(by, length);
    return (place) => values[codes[place] ?? 0] ?? '';
  }
  if ((await view.dates.column()) === undefined)
    throw new UserMistake('no column of the file holds dates that can be read, as in 2026-11-28');
  const days = await view.dates.days(length);
  const months = new Map<number, string>();
  return (place) => {
    const day = days[place] ?? Number.NaN;
    if (Number.isNaN(day)) return '';
    const month = months.get(day) ?? showDay(day).slice(0, 7);
    months.set(day, month);
    return month;
  };
}

/** The decided tickets as counts need them. */
export async function ticketsOf(
  { columns, run }: RunView,
  groupOf: GroupOf = () => '',
): Promise<CountedTicket[]> {
  const setOf = themeSets(
    columns,
    run.parsed.themes.map(({ id }) => id),
  );
  const tickets: CountedTicket[] = [];
  for (let place = 0; place < columns.length; place++) {
    if (place % placesAtOnce === 0) await setImmediate();
    const status = statuses[(columns.status[place] ?? 0) - 1];
    if (status === undefined) continue;
    const confidence = columns.confidence[place] ?? Number.NaN;
    tickets.push({
      row: place + 1,
      status,
      group: groupOf(place),
      confidence: Number.isNaN(confidence) ? null : confidence,
      said: setOf(columns.has, place),
      failed: setOf(columns.failed, place),
    });
  }
  return tickets;
}

/** Reads sets of ids: of many tickets they are the same few. */
function themeSets(columns: Columns, ids: readonly string[]) {
  const { words } = columns;
  const sets = new Map<number | string, ReadonlySet<string>>();
  return (bits: Uint32Array, place: number) => {
    const key =
      words === 1 ? (bits[place] ?? 0) : bits.slice(place * words, (place + 1) * words).join();
    const known = sets.get(key);
    if (known !== undefined) return known;
    const found = new Set<string>();
    eachTheme(bits, columns, place, (theme) => found.add(ids[theme] ?? ''));
    sets.set(key, found);
    return found;
  };
}
