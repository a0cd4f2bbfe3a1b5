import type {
  AllotmentRow,
  ClaimRow,
  HoldingRow,
  PaceRow,
  ProcessTable,
} from './postgres/shared-schema.ts';

/**
 * The tables, as queries see them. Times are milliseconds since 1970, bodies are JSON text, an
 * address is 32 hexadecimal digits (`src/domain/address.ts`).
 */
export interface Tables {
  runs: RunRow;
  tickets: TicketRow;
  dockets: DocketRow;
  /** The tickets of dockets that gave no answer; an answer names its docket itself. */
  unanswered: { run: string; row: number; docket: string };
  answers: AnswerRow;
  decisions: DecisionRow;
  spans: SpanRow;
  span_bodies: { span: string; body: string };
  gold: GoldRow;
  footings: { endpoint: string; body: string };
  calls: CallRow;
  processes: ProcessTable;
  claims: ClaimRow;
  replays: ReplayRow;
  calibrations: CalibrationRow;
  jobs: JobRow;
  learned: LearnedRow;
  routings: RoutingRow;
  sampled: SampledRow;
  holdings: HoldingRow;
  paces: PaceRow;
  allotments: AllotmentRow;
}

export interface RunRow {
  id: string;
  /** The address of the file and settings: the same command again has the same key. */
  key: string;
  workflow: string;
  file: string;
  model: string;
  base_url: string;
  status: 'running' | 'finished' | 'interrupted';
  started_at: number;
  ended_at: number | null;
  settings: string;
  summary: string | null;
  /** Who hears it, or did last. */
  process: string | null;
  /** The file's rows; null until all of them are stored. */
  rows: number | null;
  /** How its learned triage stands; null where it has none. */
  triage: string | null;
  /** What a person called it, and what they noted; null where nobody did. */
  name: string | null;
  note: string | null;
}

/** Which judges a learned triage chose for a ticket: kept before they are asked. */
interface RoutingRow {
  run: string;
  row: number;
  body: string;
}

/** A ticket that was drawn to be labelled, and with what chance, above 0 and at most 1. */
interface SampledRow {
  run: string;
  row: number;
  chance: number;
}

export interface TicketRow {
  run: string;
  row: number;
  id: string;
  /** What a judge reads of it: equal for tickets that read the same. */
  address: string;
  cells: string;
  defect: string | null;
}

/** One run of an agent over the tickets of a docket, with the calls that it took. */
export interface DocketRow {
  id: string;
  run: string;
  agent: string;
  size: number;
  /** Tickets that it brought an answer; null in old ledgers. */
  answered: number | null;
  /** The docket that this one was split from. */
  parent: string | null;
  started_at: number;
  milliseconds: number;
  /** Why it gave no answers, or not all; null where it did. */
  cause: string | null;
  detail: string | null;
  calls: number;
  tokens_in: number;
  tokens_cached: number;
  tokens_out: number;
  /** The docket whose calls it shares, as judges do that are asked together; null where they are its own. */
  carrier: string | null;
  /** Its part of the calls' cost, 0 to 1; null in old ledgers, where it is all. */
  share: number | null;
}

/** One call to a server. */
export interface CallRow {
  id: string;
  run: string;
  docket: string;
  endpoint: string;
  process: string | null;
  /**
   * `intent`: it will be sent; `sent`: it leaves now; `settled`: what came of it is known. What was
   * sent by a process that died may have been billed, and becomes `unknown`.
   */
  state: 'intent' | 'sent' | 'settled' | 'unknown';
  /** Of an intent: when it was written down. */
  sent_at: number;
  settled_at: number | null;
  /** Milliseconds that it waited until few enough were out, and then for a limit. */
  queued: number;
  waited: number;
  cause: string | null;
  /** In and out. */
  tokens: number;
  tokens_in: number;
  tokens_cached: number;
  tokens_out: number;
  /** Dollars; null where nobody knows. */
  cost: number | null;
}

/** A route, verdict or ruling that was paid for, under the address of what determines it. */
export interface AnswerRow {
  address: string;
  agent: string;
  docket: string;
  body: string;
}

export interface DecisionRow {
  run: string;
  row: number;
  status: string;
  themes: string;
  confidence: number | null;
  /** The whole decision, and the addresses of the answers it rests on. */
  body: string;
  /** How many of these answers were there already. */
  reused: number;
  /** As in the body, which is long: lists of results are made without it. */
  sentiment: number | null;
  /** Ids of the themes whose judges failed, with bars between. */
  failed: string;
}

interface SpanRow {
  id: string;
  docket: string;
  parent: string | null;
  kind: string;
  name: string;
  started_at: number;
  milliseconds: number;
  error: string | null;
}

/**
 * A person's label of a ticket. The newest for an address that nobody undid stands: an undone label
 * stays here, is read and counted no more, and the one before it stands again.
 */
export interface GoldRow {
  run: string;
  row: number;
  address: string;
  themes: string;
  author: string;
  at: number;
  /** In the author's words; empty where none was given. */
  reason: string;
  /** Null while it counts. */
  undone_at: number | null;
}

/** What a person tried on a decided ticket afterwards. It changes nothing of the run. */
export interface ReplayRow {
  id: string;
  run: string;
  row: number;
  kind: 'replay' | 'rejudge';
  at: number;
  /** What was tried, and what came of it. */
  body: string;
}

/** What suits a server's model and a set of themes. The newest for a key stands. */
export interface CalibrationRow {
  /** The address of the endpoint, the models and all that the judges are told. */
  key: string;
  /** Tickets in one model call; null where that was not calibrated. */
  docket: number | null;
  /** Decisions less sure than this go to review, 0 to 1; null where that was not calibrated. */
  threshold: number | null;
  at: number;
  /** What it was found by. */
  body: string;
}

/** What a page started. Anybody may have written it here: it is only shown, unless it bears the mark of who reads it. */
export interface JobRow {
  id: string;
  /** Null until its process has told it. */
  run: string | null;
  /** What its file is called; empty in old ledgers. */
  file: string;
  /** What was asked for, as JSON; in old ledgers the words of a command. */
  request: string;
  /** Made of the request and of what is wanted, by an installation that knows a secret of its own; null in old ledgers. */
  mark: string | null;
  /** The file's rows, where they were counted before. */
  rows: number | null;
  /** `running`: it is started again where nothing is at work on it. */
  wanted: 'running' | 'paused' | 'cancelled' | 'done';
  /** Why it ended before its time, in one line. */
  error: string | null;
  at: number;
}

/** A model that learned themes from verdicts. It is never changed: what is learned again has another address. */
export interface LearnedRow {
  address: string;
  /** Of the code that learned it. */
  version: string;
  /** Every theme that it was taught, learned or not, as JSON: its id, digest and how many verdicts by whom. */
  themes: string;
  /** Where its verdicts are from, in one line. */
  sources: string;
  /** Where the themes were, and what was typed: it learns it again. */
  place: string;
  command: string;
  at: number;
  body: string;
}
