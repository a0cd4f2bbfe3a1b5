import type { Generated, Selectable } from 'kysely';

// What processes that work with one ledger keep for one another, as `schema.ts` keeps what they hear.

/** A process that works with the ledger, seen alive for the last time at `beat_at`. */
export interface ProcessTable {
  id: string;
  host: string;
  pid: number;
  beat_at: number;
  /** Where its number says which process it is: the boot and, of containers, their space of numbers. */
  machine: string | null;
  /** `worker`: it hears what others have submitted; empty for all else. */
  role: Generated<string>;
  /** Of a worker: the run that it hears, its open tickets, and the calls that it has made so far. */
  run: string | null;
  open: Generated<number>;
  calls: Generated<number>;
  /** What holds its calls up now, as JSON; null where they go. */
  held_up: Generated<string | null>;
}

export type ProcessRow = Selectable<ProcessTable>;

/** A part of a run that a worker took from the queue: its tickets from one row to another. */
export interface HoldingRow {
  /** The job's id in the queue. */
  id: string;
  run: string;
  first: number;
  last: number;
  process: string;
}

/** A question that a process is about to ask, so that no other pays for it too. */
export interface ClaimRow {
  address: string;
  process: string;
}

/**
 * How fast all processes together may call a server's model. Its times are those of the database's
 * clock, and no machine's own. Only on PostgreSQL: elsewhere each process keeps its own.
 */
export interface PaceRow {
  endpoint: string;
  /** Requests a minute as a command gave them, the smallest of those at work; null where they are found out. */
  rpm: number | null;
  /** The given limit stands so long without anybody at work under it. */
  rpm_until: number;
  /** Milliseconds between calls. */
  spacing: number;
  /** Before these times nothing may leave: by the requests, by the tokens, by the server's word. */
  next_call: number;
  next_tokens: number;
  paused_until: number;
  /** The last turns that were given away as `{1,2,3}`, at the times at which their calls left if that is known. */
  turns: string;
  /** 1 once the pace grows no more. */
  found_out: number;
  /** Since the last refusal. */
  answers: number;
  /** In a row, each soon after the one before, and the spacing before the first of them. */
  back_offs: number;
  spacing_before: number;
  /** Until then refusals are taken to have nothing to do with the pace. */
  rests_until: number;
  last_refusal: number;
  last_probe: number;
  /** When turns were last given away: where that is yet to come the clock was set back. */
  seen_at: Generated<number>;
}

/** What may still be spent: by a run's command, or, under an endpoint, in a day. Only on PostgreSQL. */
export interface AllotmentRow {
  key: string;
  of: 'calls' | 'dollars';
  rest: number;
  filled_at: number;
}
