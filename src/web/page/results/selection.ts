import { notifications } from '@mantine/notifications';
import { type ClipboardEvent, useState } from 'react';
import type { TicketLine } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { showTickets } from '../kit/words/numbers.ts';
import { cellPlaces, ownColumns } from './result-columns.tsx';
import type { ResultsQuery } from './results-query.ts';
import { readTickets } from './ticket-rows.ts';

/** Rows that are copied at most, and asked for at once. */
const [mostCopied, rowsAtOnce] = [10_000, 500];

/** Places in a list from one to another, both included. */
export interface Range {
  from: number;
  to: number;
}

/** The rows from where the Shift key was pressed to the active one. */
export function useRange(active: number) {
  const [anchor, setAnchor] = useState<number | 'all' | null>(null);
  const range = (total: number): Range => {
    if (anchor === 'all') return { from: 0, to: total - 1 };
    const other = anchor ?? active;
    return { from: Math.min(active, other), to: Math.max(active, other) };
  };
  return {
    range,
    /** Before the active row changes: with Shift the rows on the way are selected too. */
    reach: (hasShift: boolean) =>
      setAnchor(hasShift ? (anchor === 'all' ? active : (anchor ?? active)) : null),
    reachAll: () => setAnchor('all'),
  };
}

/** Copies the selected rows, seen or not, with the table's columns and whole texts, for a spreadsheet to take. */
export function copyRows(
  event: ClipboardEvent,
  about: {
    run: string;
    results: ResultsQuery;
    themes: readonly RunTheme[];
    file: readonly string[];
    range: Range;
  },
): void {
  // Words that somebody marked are theirs to copy.
  if (window.getSelection()?.isCollapsed === false) return;
  event.preventDefault();
  void writeRows(about)
    .then(async (text) => {
      await navigator.clipboard.writeText(text);
      const rows = Math.min(mostCopied, about.range.to - about.range.from + 1);
      notifications.show({ message: `Copied ${showTickets(rows)}` });
    })
    .catch(() => {
      notifications.show({ color: 'red', message: 'The browser did not let the rows be copied' });
    });
}

async function writeRows({
  run,
  results: { query, columns },
  themes,
  file,
  range: { from, to },
}: Parameters<typeof copyRows>[1]): Promise<string> {
  const cells = cellPlaces(columns);
  const own = ownColumns.filter(({ id }) => columns === null || columns.includes(id));
  const nameOf = (id: string) => themes.find((theme) => theme.id === id)?.name ?? id;
  const lines = [['Ticket', ...own.map(({ name }) => name), ...cells.map((at) => file[at] ?? '')]];
  const end = Math.min(to + 1, from + mostCopied);
  for (let offset = from; offset < end; offset += rowsAtOnce) {
    const limit = Math.min(rowsAtOnce, end - offset);
    const { rows } = await readTickets(run, query, { offset, limit, cells, whole: 'yes' });
    for (const row of rows)
      lines.push([
        ...[row.id, ...own.map(({ id }) => valueOfColumn(row, id, nameOf))],
        ...(row.cells ?? []),
      ]);
  }
  return lines.map((line) => line.map(quoted).join('\t')).join('\n');
}

function valueOfColumn(row: TicketLine, id: string, nameOf: (theme: string) => string): string {
  switch (id) {
    case 'themes':
      return row.themes.map(nameOf).join(', ');
    case 'text':
    case 'status':
      return row[id];
    default:
      return String(row[id as 'confidence' | 'sentiment'] ?? '');
  }
}

/** As spreadsheets read it: lines and tabs in quotes, and nothing that they would take for a formula. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
  return /[\t\n\r"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
