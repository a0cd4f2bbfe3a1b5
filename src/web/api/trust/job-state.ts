/** A job of which no run comes that decides tickets, as it stands. */
export interface JobState {
  id: string;
  status: 'waiting' | 'running' | 'done' | 'failed';
  /** Why it failed or was stopped, in one line. */
  error: string | null;
  /** Calls to a server that were answered or failed. */
  calls: number;
  /** Milliseconds since 1970, when it was started. */
  at: number;
}
