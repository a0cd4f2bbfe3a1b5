import { useQuery } from '@tanstack/react-query';
import { isAtWork, type RunOutline } from '../../api/runs.ts';
import { get } from '../client.ts';

/** Milliseconds between two looks at a run that is at work. */
const lookEveryMs = 4000;

/** What the pages of a run know of it: its themes in order, among others. */
export function useRunOutline(run: string) {
  return useQuery({
    queryKey: ['run', run],
    queryFn: ({ signal }) => get<RunOutline>(`/runs/${encodeURIComponent(run)}`, signal),
    staleTime: 30_000,
    refetchInterval: ({ state }) =>
      state.data !== undefined && isAtWork(state.data.status) && lookEveryMs,
  });
}
