import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TicketReading } from '../../api/ticket.ts';
import { get } from '../client.ts';

/** A ticket as a person reads it; the one that comes after it is fetched meanwhile. */
export function useReading(run: string, row: number | undefined, after?: number) {
  const queries = useQueryClient();
  const query = (of: number | undefined) => ({
    queryKey: ['reading', run, of],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      get<TicketReading>(`/runs/${encodeURIComponent(run)}/tickets/${of}/reading`, signal),
    staleTime: 60_000,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query follows from these
  useEffect(() => {
    if (after !== undefined) void queries.prefetchQuery(query(after));
  }, [queries, run, after]);
  return useQuery({ ...query(row), enabled: row !== undefined });
}
