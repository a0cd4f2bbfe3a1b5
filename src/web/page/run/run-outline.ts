import { useQuery } from '@tanstack/react-query';
import type { RunOutline } from '../../api/runs.ts';
import { get } from '../client.ts';

/** What the pages of a run know of it: its themes in order, among others. */
export function useRunOutline(run: string) {
  return useQuery({
    queryKey: ['run', run],
    queryFn: ({ signal }) => get<RunOutline>(`/runs/${encodeURIComponent(run)}`, signal),
    staleTime: 30_000,
  });
}
