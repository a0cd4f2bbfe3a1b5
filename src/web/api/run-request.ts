import { z } from 'zod';
import { FileId } from './runs.ts';
import { Name, Words } from './words.ts';

const Column = z.string().min(1).max(1000);
const Count = z.int().min(1).max(1_000_000_000);

/** A theme that is written on the spot. */
export const WrittenTheme = z.object({
  name: Name(200),
  definition: Words(4000),
  examples: z.array(Words(4000)).max(20).default([]),
});
export type WrittenTheme = z.output<typeof WrittenTheme>;

/** How a file is to be heard. What is left out is guessed or as usual. */
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
  /** The embedded model goes by what it was taught. */
  learned: z.boolean().optional(),
  route: z.enum(['triage', 'all']).optional(),
  triage: z.enum(['agent', 'learned']).optional(),
  /** Of all yes at most this share is lost where triage is learned. */
  maxMiss: z.number().gt(0).max(0.5).optional(),
  aggregate: z.enum(['always', 'conflicts', 'never']).optional(),
  docket: z.int().min(1).max(256).optional(),
  concurrency: z.int().min(1).max(1000).optional(),
  rpm: Count.optional(),
  tpm: Count.optional(),
  rpd: Count.optional(),
  maxCalls: Count.optional(),
  /** Dollars. */
  maxCost: z.number().positive().max(1_000_000).optional(),
  redact: z.boolean().default(false),
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
  themes: number;
  docket: number;
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

export interface KnownTheme {
  id: string;
  name: string;
  definition: string;
  examples: string[];
}
