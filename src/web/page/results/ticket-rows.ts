import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { TicketLine, TicketPage } from '../../api/results.ts';
import { get, queryOf } from '../client.ts';

/** Rows that are asked for together. */
const pageSize = 100;

interface TicketRows {
  total: number | undefined;
  all: number;
  error: unknown;
  isChanging: boolean;
  retry(): void;
  /** Nothing while it is on its way. */
  at(index: number): TicketLine | undefined;
}

/** The rows of a list around those that are in sight. */
export function useTicketRows(
  run: string,
  query: string,
  [first, last]: readonly [number, number],
  isLive: boolean,
  cells: readonly number[],
): TicketRows {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  const inSight = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const queryFor = (number: number) => ({
    queryKey: ['tickets', run, query, number, cells.join()],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      readTickets(run, query, { offset: number * pageSize, limit: pageSize, cells }, signal),
    refetchInterval: isLive ? 3000 : (false as const),
  });
  // It tells how many there are, also while others are on their way.
  const start = useQuery({ ...queryFor(0), placeholderData: keepPreviousData });
  const numbers = inSight.filter((number) => number !== 0);
  const pages = useQueries({ queries: numbers.map(queryFor) });
  return {
    total: start.data?.total,
    all: start.data?.all ?? 0,
    error: start.error,
    isChanging: start.isPlaceholderData,
    retry: () => void start.refetch(),
    at: (index) => {
      const number = Math.floor(index / pageSize);
      const page = number === 0 ? start : pages[numbers.indexOf(number)];
      return page?.data?.rows[index % pageSize];
    },
  };
}

/** Tickets of a list from one place on, with the cells of some columns of the file. */
export function readTickets(
  run: string,
  query: string,
  wish: { offset: number; limit: number; cells: readonly number[]; whole?: 'yes' },
  signal?: AbortSignal,
): Promise<TicketPage> {
  const asked = queryOf({ ...wish, cells: wish.cells.join() });
  return get<TicketPage>(
    `/runs/${encodeURIComponent(run)}/tickets${query === '' ? asked : `${query}&${asked.slice(1)}`}`,
    signal,
  );
}
