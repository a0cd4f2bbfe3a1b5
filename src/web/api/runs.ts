import { z } from 'zod';
import type { Books } from '../../domain/books.ts';
import type { TriageReport } from '../../domain/decision/triage-report.ts';
import type { HoldUp } from '../../domain/hold-up.ts';
import { layoutNames } from '../../settings/read-input.ts';
import { keys, Settings } from '../../settings/schema.ts';
import { Words } from './words.ts';

/** How a run stands, with what was wanted of it: `waiting` for its turn; only `finished` is over for good. */
export type RunStatus =
  | 'waiting'
  | 'starting'
  | 'running'
  | 'pausing'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'interrupted'
  | 'failed'
  | 'finished';

/** Something is at work on it: it changes by itself. */
export function isAtWork(status: RunStatus): boolean {
  return ['waiting', 'starting', 'running', 'pausing', 'cancelling'].includes(status);
}

export interface RunCounts {
  /** Rows of the file; null as long as nobody has read to its end. */
  rows: number | null;
  decided: number;
  review: number;
  failed: number;
}

/** What all pages of a run need to know of it, but for what takes longer to add up. */
export interface RunSummary {
  id: string;
  workflow: string;
  /** The file's base name. */
  file: string;
  /** What a person called it, and what they noted. */
  name: string | null;
  note: string | null;
  model: string;
  /** Empty for the embedded model. */
  baseUrl: string;
  status: RunStatus;
  /** Why it failed or was stopped, in one line. */
  error: string | null;
  /** It was started by the page, which can pause and resume it. */
  isJob: boolean;
  /** It was submitted to the workers of a shared ledger, who may be anywhere. */
  isShared: boolean;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number | null;
  counts: RunCounts;
  /** Calls to a server that were answered or failed; 0 with the embedded model. */
  calls: number;
  /** Dollars; null where some call's cost is not known. */
  cost: number | null;
  themes: RunTheme[];
}

/** A theme of a run. Its place in the list is what its colour goes by. */
export interface RunTheme {
  id: string;
  name: string;
  definition: string;
}

/** Where the money, the time and the tokens of a run went. */
export interface RunBooks extends Books {
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
}

export interface RunOutline extends RunSummary {
  books: RunBooks;
  settings: {
    columns: string[];
    roles: { id: string | null; text: string; context: string[] };
    route: string;
    /** What its learned triage promises; null where triage is an agent. */
    maxMiss: number | null;
    aggregate: string;
    docket: number;
    /** Themes that may be judged in one call. */
    stack: number;
    concurrency: number;
    limits: { rpm?: number | undefined; tpm?: number | undefined; rpd?: number | undefined };
    votes: number;
    panel: string[];
    redact: boolean;
  };
  /** What is odd about its answers, a line each. */
  warnings: string[];
  /** What resumes a run that was submitted elsewhere, where it was; null where the page can do that, or nobody. */
  resumedBy: string | null;
  /** The file has a column of dates. */
  hasDates: boolean;
  /** How its learned triage stands; null where it has none, or just began. */
  triage: TriageReport | null;
}

/** A command of the page's that no run is known of: it is about to begin, or could not. */
export interface WaitingJob {
  id: string;
  file: string;
  status: RunStatus;
  error: string | null;
  at: number;
}

export interface RunList {
  /** Newest first. */
  runs: RunSummary[];
  jobs: WaitingJob[];
}

/** What a run's page is told while it goes on. */
export interface RunProgress {
  status: RunStatus;
  error: string | null;
  counts: RunCounts;
  calls: { paid: number; reused: number; failed: number };
  cost: number | null;
  /** Sent in the last minute to that server and model by anybody, and what may be. */
  callsPerMinute: number;
  callsAllowed: number | null;
  /** The server's time, which those below go by; milliseconds since 1970. */
  now: number;
  holdUp: HoldUp | null;
  /** Calls of this run that failed in the last minute, by cause. */
  troubles: { cause: string; count: number }[];
  secondsLeft: number | null;
  failures: FailureGroup[];
}

/** Dockets of one agent that failed of one cause. */
export interface FailureGroup {
  agent: string;
  cause: string;
  count: number;
}

export interface DecidedTicket {
  row: number;
  id: string;
  status: string;
  /** Ids. */
  themes: string[];
  confidence: number | null;
  /** The beginning of its text. */
  text: string;
}

/** What a person calls a run, and what they note of it; empty for nothing. */
export const RunAbout = z.object({
  name: Words(80, 0).optional(),
  note: Words(2000, 0).optional(),
});

/** The address of a file: an upload's, or the sample's that is shipped. */
export const FileId = z.string().regex(/^(sample|[0-9a-f]{16})$/, 'is the id of no file');

export interface TicketUpload {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970; null for the sample. */
  at: number | null;
}

export const mostUploadBytes = 200 * 1024 * 1024;

/** The endings of files that hold tickets. */
export const ticketEndings = [
  '.csv',
  '.tsv',
  '.tab',
  '.txt',
  '.json',
  '.jsonl',
  '.ndjson',
  '.xlsx',
  '.parquet',
  '.pq',
];

/** What is said of where in a file its tickets are, and of its text; what is not said is guessed. */
export const PreviewQuery = Settings.pick(keys(...layoutNames, 'text', 'cleanText'));
export type PreviewQuery = z.output<typeof PreviewQuery>;

export interface FilePreview extends TicketUpload {
  /** Unique names. */
  columns: string[];
  /** The first rows; long cells are cut. */
  rows: string[][];
  /** Whether it is a workbook, JSON, or another text. */
  format: string;
  /** What the columns are taken for. */
  roles: { id: string | null; texts: string[]; context: string[] };
  /** Paths into columns that hold JSON: they can be judged, too. */
  paths: string[];
  /** The text of the first tickets as judges read it. */
  texts: string[];
  /** A line for each guess. */
  notes: string[];
}
