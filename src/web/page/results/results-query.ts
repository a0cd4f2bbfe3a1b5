import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { TicketFilter, TicketOrder } from '../../api/filter.ts';
import { queryOf } from '../client.ts';

/** How the list is shown. */
interface Look {
  view: 'table' | 'matrix';
  /** Ids of the table's columns, those of the file as `c` and their place; null as usual. */
  columns: string[] | null;
  /** Texts run over several lines. */
  isWrapped: boolean;
}

export interface ResultsQuery extends Look {
  filter: TicketFilter;
  order: TicketOrder;
  /** Of the filter alone, and with the order, as in `?status=review`. */
  filterQuery: string;
  query: string;
  /** Changes what it names; the rest stays. `replace` makes no step for the back button. */
  change(change: Changes, options?: { replace?: boolean }): void;
  /** The row of the ticket beside the table; null where none is. */
  selected: number | null;
  /** Makes no step for the back button. */
  select(row: number | null): void;
  /** All of it as it stands in the address, but for the ticket beside the table; a view that was saved is shown by it. */
  viewQuery: string;
  showView(query: string): void;
  /** Takes every part of the filter away. */
  clear(): void;
}

export type Changes = {
  [Name in keyof (TicketFilter & TicketOrder)]?: (TicketFilter & TicketOrder)[Name] | undefined;
} & Partial<Look>;

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
    const look: Look = {
      view: values.view === 'matrix' ? 'matrix' : 'table',
      columns: values.columns?.split('|').slice(0, 200) ?? null,
      isWrapped: values.wrap === 'yes',
    };
    const write = (from: Changes & { ticket?: number | null }) => {
      const { sort = 'row', order: way = 'up', view, columns, isWrapped, ...rest } = from;
      const isUsual = sort === 'row' && way === 'up';
      return queryOf({
        ...rest,
        ...(isUsual ? {} : { sort, order: way }),
        ...(view === 'matrix' ? { view } : {}),
        ...(isWrapped ? { wrap: 'yes' } : {}),
        columns,
      });
    };
    const at = `/runs/${encodeURIComponent(run)}/results`;
    const place = (from: Changes & { ticket?: number | null }) => at + write(from);
    const all: Changes = { ...filter, ...order, ...look };
    return {
      filter,
      order,
      ...look,
      selected: /^[1-9]\d{0,8}$/.test(values.ticket ?? '') ? Number(values.ticket) : null,
      select: (row) => navigate(place({ ...all, ticket: row }), { replace: true }),
      filterQuery: queryOf(filter),
      query: queryOf({ ...filter, ...order }),
      change: (change, { replace = false } = {}) =>
        navigate(place({ ...all, ...change }), { replace }),
      viewQuery: write(all),
      showView: (query) => navigate(at + query),
      clear: () => navigate(place({ ...order, ...look })),
    };
  }, [search, run, navigate]);
}

/** The list with the value in it, or without where it was. */
export function toggled(list: readonly string[] | undefined, value: string): string[] | undefined {
  const rest = (list ?? []).filter((one) => one !== value);
  if (rest.length === (list ?? []).length) return [...rest, value];
  return rest.length === 0 ? undefined : rest;
}
