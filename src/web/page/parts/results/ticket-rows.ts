import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { TicketLine, TicketPage } from '../../../api/results.ts';
import { get } from '../../client.ts';

/** Rows that are asked for together. */
export const pageSize = 100;

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
): TicketRows {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const pages = useQueries({
    queries: numbers.map((number) => ({
      queryKey: ['tickets', run, query, number],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get<TicketPage>(
          `/runs/${encodeURIComponent(run)}/tickets${query === '' ? '?' : `${query}&`}offset=${number * pageSize}&limit=${pageSize}`,
          signal,
        ),
      placeholderData: number === 0 ? keepPreviousData : undefined,
      refetchInterval: isLive ? 3000 : (false as const),
    })),
  });
  const known = pages.find(({ data }) => data !== undefined)?.data;
  return {
    total: known?.total,
    all: known?.all ?? 0,
    error: pages.find(({ error }) => error !== null)?.error ?? null,
    isChanging: pages.some(({ isPlaceholderData }) => isPlaceholderData),
    retry: () => {
      for (const page of pages) void page.refetch();
    },
    at: (index) => pages[Math.floor(index / pageSize) - from]?.data?.rows[index % pageSize],
  };
}
