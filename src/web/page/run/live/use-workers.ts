import { useQuery } from '@tanstack/react-query';
import type { WorkerList } from '../../../api/workers.ts';
import { get } from '../../client.ts';

/** Milliseconds between two looks; a worker shows itself every five seconds. */
const lookEveryMs = 3000;

/** The workers of a shared ledger, again and again. A ledger that is not shared is asked about once. */
export function useWorkers(): WorkerList | undefined {
  const { data } = useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => get<WorkerList>('/workers', signal),
    refetchInterval: ({ state }) => (state.data?.command === null ? false : lookEveryMs),
  });
  return data;
}
