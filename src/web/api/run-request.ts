import { z } from 'zod';
import { keys, Settings } from '../../settings/schema.ts';
import { FileId } from './runs.ts';
import { Name, Words } from './words.ts';

const Column = z.string().min(1).max(1000);

/** A theme that is written on the spot. */
export const WrittenTheme = z.object({
  name: Name(200),
  definition: Words(4000),
  examples: z.array(Words(4000)).max(20).default([]),
});
export type WrittenTheme = z.output<typeof WrittenTheme>;

/** What a page has no say in: places, traces and results on the server; and what it says in words of its own. */
export const notAsked = keys(
  ...(['files', 'themes', 'ledger', 'out', 'rawCells', 'wide', 'force', 'json'] as const),
  ...(['langsmith', 'langsmithSample', 'dryRun', 'detach', 'header', 'apiKeyHeader'] as const),
  ...(['id', 'text', 'context', 'model', 'baseUrl'] as const),
);
const asked = Settings.omit(notAsked);

/** How a file is to be judged. What is not given is guessed or as usual. */
export const RunRequest = z.object({
  file: FileId,
  columns: z
    .object({ id: Column.optional(), text: Column.optional(), context: z.array(Column).max(100) })
    .partial()
    .default({}),
  /** Ids of themes that come with the tribunal; all of them where left out. */
  themes: z.array(z.string().max(100)).max(200).optional(),
  ownThemes: z.array(WrittenTheme).max(100).default([]),
  model: Name(300).default('embedded'),
  baseUrl: Words(2000).optional(),
  ...asked.shape,
});
export type RunRequest = z.output<typeof RunRequest>;
export type RunRequestInput = z.input<typeof RunRequest>;

/** What a run would take: the figures of `batch --dry-run` for the docket that it would use. */
export interface RunPlan {
  rows: number;
  /** Different tickets to judge. */
  tickets: number;
  repeated: number;
  /** Rows that can't be judged. */
  defects: number;
  /** Answers that the ledger has already, which nobody pays for again. */
  known: number;
  themes: number;
  /** Tickets and themes in a call, at most: as they were given, calibrated, or are usual. */
  docket: number;
  stack: number;
  calls: number;
  tokensIn: number;
  tokensOut: number;
  /** Dollars; null where the price is not known. */
  cost: number | null;
  isFree: boolean;
  seconds: number;
  /** Milliseconds since 1970, if it began now. */
  finishesAt: number;
  boundBy: 'rpm' | 'tpm' | 'rpd' | 'latency';
  /** What the model was taught that these themes go by, and which of them don't: a line each. */
  learned: string[];
  /** The calls that an agent's triage would take where the run is to learn instead; null where it is not. */
  plainCalls: number | null;
}

export interface StartedRun {
  job: string;
  /** Null where it took too long to begin: the list of runs will have it. */
  run: string | null;
}

export interface About {
  version: string;
  /** Whether the environment has a key. */
  hasKey: boolean;
  /** The server's address in the environment. */
  baseUrl: string | null;
  /** What the embedded model was taught last; null where it was taught nothing. */
  learned: LastLearned | null;
}

/** What a ledger holds of `learn`. */
export interface LastLearned {
  /** Whose verdicts they were. */
  teachers: string[];
  /** Of how many themes. */
  themes: number;
  /** Milliseconds since 1970. */
  at: number;
}
