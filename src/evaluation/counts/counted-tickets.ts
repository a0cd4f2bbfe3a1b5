import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { findDateColumn, readDay, rowsForDates, showDay } from '../../tickets/formats/dates.ts';

/** What a run's audit found of a ticket: themes whose judges were asked by a known chance only. */
export interface Audited {
  /** How many of them were asked. */
  asked: number;
  /** Those that the judge says yes to, each with the chance with which it was asked. */
  yes: ReadonlyMap<string, number>;
}

/** What a run says of a ticket, as far as counts need it. */
export interface CountedTicket {
  row: number;
  status: string;
  /** Ids of themes. */
  said: ReadonlySet<string>;
  failed: ReadonlySet<string>;
  /** Themes that only an audit asked about; a yes of theirs is in `said`. */
  audited?: Audited;
  confidence: number | null;
  /** A value of the column that is counted by, or a month; empty where it can't be read. */
  group: string;
}

/** Rows that are read at a time. */
const pageSize = 5000;

/** Every decided ticket of a run, in the file's order, without its texts. */
export async function readCounted(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  by: string | undefined,
): Promise<CountedTicket[]> {
  const groupOf = by === undefined ? undefined : await groupsOf(ledger, run, by);
  const idsIn = idSets();
  const tickets: CountedTicket[] = [];
  for (let after = 0; ; ) {
    const page = await ledger.results.page(run.id, after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return tickets;
    const groups = await groupOf?.(after + 1, last.row);
    for (const { row, status, themes, failed, confidence } of page)
      tickets.push({
        row,
        status,
        confidence,
        said: idsIn(themes),
        failed: idsIn(failed),
        group: groups?.get(row) ?? '',
      });
    after = last.row;
  }
}

/** Reads sets of ids: of many tickets they are the same few. */
function idSets(): (text: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (text) => {
    const found = known.get(text) ?? new Set(text === '' ? [] : text.split('|'));
    known.set(text, found);
    return found;
  };
}

type GroupsOf = (from: number, to: number) => Promise<Map<number, string>>;

/** Reads the groups of rows. @throws UserMistake for a column that isn't there, or has no dates */
async function groupsOf(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  by: string,
): Promise<GroupsOf> {
  const index = run.parsed.columns.indexOf(by);
  const { column, groupOf } =
    index >= 0 ? { column: index, groupOf: groupByValue } : await findMonths(ledger, run, by);
  return async (from, to) => {
    const { row: rows, cell } = await ledger.results.cells(run.id, column, from, to);
    return new Map(rows.map((row, at) => [row, groupOf(cell[at] ?? '')] as const));
  };
}

/** What a ticket is grouped by where that is a column of its file. */
export function groupByValue(cell: string): string {
  return cell.trim().slice(0, 100);
}

async function findMonths(ledger: Ledger, run: { id: string; parsed: RunSettings }, by: string) {
  const { columns } = run.parsed;
  if (by !== 'month')
    throw new UserMistake(
      `the file of run ${run.id} has no column "${by}"; it has ${columns.slice(0, 20).join(', ')}, or use: --by month`,
    );
  const first = await ledger.results.tickets(run.id, 1, rowsForDates);
  const date = findDateColumn(first.map(({ cells }) => cells));
  if (date === undefined)
    throw new UserMistake(
      `no column of run ${run.id} holds dates that can be read, as in 2026-11-28; its columns are ${columns.slice(0, 20).join(', ')}`,
    );
  const groupOf = (cell: string) => {
    const day = readDay(cell, date.isDayFirst);
    return day === undefined ? '' : showDay(day).slice(0, 7);
  };
  return { column: date.index, groupOf };
}
