/** What happened in a simulation, by the true time: what its checker goes by. */
export type Moment = { at: number; process: string } & (
  | {
      kind: 'command';
      /** Calls that the run may make, over all its commands. */
      mostCalls: number | undefined;
      isFresh: boolean;
    }
  | { kind: 'asked'; questions: string[]; fault: string }
  /** A sound answer came, and its process lived on for long enough to write it down to a sound disk. */
  | { kind: 'settled'; questions: string[] }
  | { kind: 'killed' }
  | { kind: 'paused' | 'clock set' | 'disk full' | 'disk broken'; ms: number }
  | {
      kind: 'ended';
      status: string;
      /** What it says of why it stopped early. */
      because: string | null;
      /** Rows of the file, and what the results say of each, in order; nothing where none were written. */
      rows: number;
      results: Result[] | undefined;
    }
  | { kind: 'crashed'; error: string }
);

export interface Result {
  id: string;
  status: string;
  /** Verdicts by theme. */
  verdicts: Record<string, string>;
  /** What the server meant. */
  truth: Record<string, string>;
}

export type History = readonly Moment[];
