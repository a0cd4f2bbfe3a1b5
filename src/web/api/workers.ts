/** How a worker stands: `silent` where it was at work minutes ago and has not been heard of since. */
export type WorkerState = 'busy' | 'idle' | 'silent';

/** One of the processes that hear what is submitted to a shared ledger. */
export interface WorkerStanding {
  id: string;
  host: string;
  pid: number;
  state: WorkerState;
  /** The run that it hears. */
  run: string | null;
  /** Tickets that it has begun and not decided. */
  open: number;
  /** Between its last two signs of life; null until there were two. */
  callsPerSecond: number | null;
}

export interface WorkerList {
  /** What starts one, on any machine; null where the ledger is a file, which has none. */
  command: string | null;
  /** Those of one machine together. */
  workers: WorkerStanding[];
}

/** Whether somebody hears what is submitted. */
export function isAnyAlive({ workers }: WorkerList): boolean {
  return workers.some(({ state }) => state !== 'silent');
}
