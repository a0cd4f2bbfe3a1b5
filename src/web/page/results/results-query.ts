import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { TicketFilter, TicketOrder } from '../../api/filter.ts';
import { queryOf } from '../client.ts';

export interface ResultsQuery {
  filter: TicketFilter;
  order: TicketOrder;
  view: 'table' | 'matrix';
  /** Of the filter alone, and with the order, as in `?status=review`. */
  filterQuery: string;
  query: string;
  /** Changes what it names; the rest stays. `replace` makes no step for the back button. */
  change(change: Changes, options?: { replace?: boolean }): void;
  /** The row of the ticket beside the table; null where none is. */
  selected: number | null;
  /** Makes no step for the back button. */
  select(row: number | null): void;
  /** Takes every part of the filter away. */
  clear(): void;
}

export type Changes = {
  [Name in keyof (TicketFilter & TicketOrder)]?: (TicketFilter & TicketOrder)[Name] | undefined;
} & { view?: 'table' | 'matrix' };

/** What a run's results are asked for, as it stands in the address. What can't be read there is left out. */
export function useResultsQuery(run: string): ResultsQuery {
  // Told by it when the query changes; as it stands in the address, a "%25" is still one.
  useSearch();
  const search = window.location.search;
  const [, navigate] = useLocation();
  return useMemo(() => {
    const values = Object.fromEntries(new URLSearchParams(search));
    const filter = TicketFilter.safeParse(values).data ?? {};
    const order = TicketOrder.safeParse(values).data ?? TicketOrder.parse({});
    const view = values.view === 'matrix' ? 'matrix' : 'table';
    const place = (from: Changes & { ticket?: number | null }) => {
      const { sort = 'row', order: way = 'up', view: shown, ...rest } = from;
      const isUsual = sort === 'row' && way === 'up';
      const query = queryOf({
        ...rest,
        ...(isUsual ? {} : { sort, order: way }),
        ...(shown === 'matrix' ? { view: shown } : {}),
      });
      return `/runs/${encodeURIComponent(run)}/results${query}`;
    };
    const all: Changes = { ...filter, ...order, view };
    return {
      filter,
      order,
      view,
      selected: /^[1-9]\d{0,8}$/.test(values.ticket ?? '') ? Number(values.ticket) : null,
      select: (row) => navigate(place({ ...all, ticket: row }), { replace: true }),
      filterQuery: queryOf(filter),
      query: queryOf({ ...filter, ...order }),
      change: (change, { replace = false } = {}) =>
        navigate(place({ ...all, ...change }), { replace }),
      clear: () => navigate(place({ ...order, view })),
    };
  }, [search, run, navigate]);
}

/** The list with the value in it, or without where it was. */
export function toggled(list: readonly string[] | undefined, value: string): string[] | undefined {
  const rest = (list ?? []).filter((one) => one !== value);
  if (rest.length === (list ?? []).length) return [...rest, value];
  return rest.length === 0 ? undefined : rest;
}
