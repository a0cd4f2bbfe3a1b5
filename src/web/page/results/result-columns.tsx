import { Text } from '@mantine/core';
import { createColumnHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import { Link } from 'wouter';
import type { TicketLine } from '../../api/results.ts';
import type { RunTheme } from '../../api/runs.ts';
import { StatusMark, ThemeMark } from '../kit/marks.tsx';
import { describeMark, OutcomeMark } from './outcome-mark.tsx';

export const features = tableFeatures({
  rowSortingFeature,
  /** `width` as in CSS's grid-template-columns; a `tall` name is written from bottom to top. */
  columnMeta: {} as { width: string; area?: string; isTall?: boolean; isNumber?: boolean },
});
const column = createColumnHelper<typeof features, TicketLine>();

export type HrefOf = (row: number) => string;

const share = (value: number | null) => (value === null ? '–' : value.toFixed(2));

/** What the columns of the table are called; their ids are what the server sorts by. */
export const ownColumns = [
  { id: 'text', name: 'Text' },
  { id: 'themes', name: 'Themes' },
  { id: 'status', name: 'Status' },
  { id: 'confidence', name: 'Confidence' },
  { id: 'sentiment', name: 'Sentiment' },
];

/** Places of the columns of the file that are shown. */
export function cellPlaces(columns: readonly string[] | null): number[] {
  return (columns ?? []).flatMap((id) => (/^c\d{1,5}$/.test(id) ? [Number(id.slice(1))] : []));
}

/** The columns of the table: the ticket's id, then those that were chosen, or the usual ones. */
export function tableColumns(
  themes: readonly RunTheme[],
  hrefOf: HrefOf,
  { chosen, file }: { chosen: readonly string[] | null; file: readonly string[] },
) {
  const ids = chosen ?? ownColumns.map(({ id }) => id);
  const cells = cellPlaces(chosen).map((place, index) =>
    column.display({
      id: `c${place}`,
      header: file[place] ?? `Column ${place + 1}`,
      enableSorting: false,
      meta: { width: 'minmax(110px, 1fr)', area: 'cell' },
      cell: ({ row }) => <TicketBeginning text={row.original.cells?.[index] ?? ''} />,
    }),
  );
  const all = [...usualColumns(themes, hrefOf), ...cells];
  return all.filter(({ id = '' }) => id === 'id' || ids.includes(id));
}

function usualColumns(themes: readonly RunTheme[], hrefOf: HrefOf) {
  return column.columns([
    column.accessor('id', {
      id: 'id',
      header: 'Ticket',
      meta: { width: 'minmax(90px, 0.8fr)', area: 'id' },
      cell: ({ row }) => <TicketLink ticket={row.original} href={hrefOf(row.original.row)} />,
    }),
    column.display({
      id: 'text',
      header: 'Text',
      enableSorting: false,
      meta: { width: 'minmax(160px, 4fr)', area: 'text' },
      cell: ({ row }) => <TicketBeginning text={row.original.text} />,
    }),
    column.accessor('themes', {
      id: 'themes',
      header: 'Themes',
      meta: { width: 'minmax(140px, 2.4fr)', area: 'themes' },
      cell: ({ row }) => <Themes ticket={row.original} themes={themes} />,
    }),
    column.accessor('status', {
      id: 'status',
      header: 'Status',
      meta: { width: '104px', area: 'status' },
      cell: ({ row }) => <StatusMark status={row.original.status} />,
    }),
    column.accessor('confidence', {
      id: 'confidence',
      header: 'Confidence',
      meta: { width: '112px', area: 'confidence', isNumber: true },
      cell: ({ row }) => share(row.original.confidence),
    }),
    column.accessor('sentiment', {
      id: 'sentiment',
      header: 'Sentiment',
      meta: { width: '108px', area: 'sentiment', isNumber: true },
      cell: ({ row }) => share(row.original.sentiment),
    }),
  ]);
}

/** A column for each theme, with what its judge said of the ticket. */
export function matrixColumns(themes: readonly RunTheme[], hrefOf: HrefOf) {
  return column.columns([
    column.accessor('id', {
      id: 'id',
      header: 'Ticket',
      meta: { width: '112px' },
      cell: ({ row }) => <TicketLink ticket={row.original} href={hrefOf(row.original.row)} />,
    }),
    ...themes.map((theme, index) =>
      column.display({
        id: `theme ${theme.id}`,
        header: theme.name,
        enableSorting: false,
        meta: { width: '46px', isTall: true },
        cell: ({ row }) => {
          const mark = row.original.outcomes[index] ?? 'not_routed';
          const isGold = row.original.gold?.includes(theme.id) ?? false;
          const words = `${theme.name}: ${describeMark(mark)}${isGold ? ', given by a person' : ''}`;
          return (
            <span title={words} role="img" aria-label={words}>
              <OutcomeMark mark={mark} isGold={isGold} />
            </span>
          );
        },
      }),
    ),
    column.display({
      id: 'text',
      header: 'Text',
      enableSorting: false,
      meta: { width: 'minmax(220px, 1fr)' },
      cell: ({ row }) => <TicketBeginning text={row.original.text} />,
    }),
  ]);
}

function TicketLink({ ticket, href }: { ticket: TicketLine; href: string }) {
  return (
    <Text component={Link} href={href} tabIndex={-1} size="sm" fw={600} truncate title={ticket.id}>
      {ticket.id}
    </Text>
  );
}

function TicketBeginning({ text }: { text: string }) {
  return (
    <Text size="sm" className="cell-text" dir="auto" title={text}>
      {text}
    </Text>
  );
}

function Themes({ ticket, themes }: { ticket: TicketLine; themes: readonly RunTheme[] }) {
  if (ticket.themes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {ticket.status === 'failed' ? 'not judged' : 'no theme'}
      </Text>
    );
  const named = ticket.themes.map((id) => {
    const index = themes.findIndex((theme) => theme.id === id);
    return { id, index: Math.max(0, index), name: themes[index]?.name ?? id };
  });
  const names = named.map(({ name }) => name).join(', ');
  return (
    <div className="theme-chips" title={names}>
      {named.map(({ id, name, index }) => (
        <span key={id} className="theme-chip">
          <ThemeMark name={name} index={index} />
        </span>
      ))}
      {chipsThatFit.map((most) =>
        named.length > most ? (
          <Text key={most} span size="xs" c="dimmed" data-beyond={most}>
            +{named.length - most}
          </Text>
        ) : null,
      )}
    </div>
  );
}

/** How many there is room for, the narrower the column the fewer. */
const chipsThatFit = [1, 2, 3];
