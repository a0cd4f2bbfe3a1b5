/** How a file is to be heard, as the words of a command: the command line's and the page's alike. */
export interface RunFlags {
  model: string;
  learned?: boolean;
  baseUrl?: string;
  api?: 'chat' | 'responses';
  themes?: string;
  id?: string;
  text?: string;
  context?: string;
  limit?: string;
  sample?: string;
  seed?: string;
  route: 'triage' | 'all';
  triage?: 'agent' | 'learned';
  maxMiss?: string;
  aggregate: 'always' | 'conflicts' | 'never';
  docket: string;
  votes?: string;
  panel?: string;
  concurrency: string;
  rpm?: string;
  tpm?: string;
  rpd?: string;
  maxCalls?: string;
  maxCost?: string;
  maxFailed?: string;
  timeout: string;
  out: string[];
  wide?: boolean;
  rawCells?: boolean;
  force?: boolean;
  fresh?: boolean;
  redact?: boolean;
  audit?: string;
  langsmith?: boolean;
  langsmithSample?: string;
  ledger: string;
  json?: boolean;
  dryRun?: boolean;
  detach?: boolean;
  price?: string;
}

/** What holds where nothing is said. */
export const usualFlags = {
  model: 'embedded',
  route: 'triage',
  aggregate: 'conflicts',
  docket: 'auto',
  concurrency: 'auto',
  timeout: '120',
  out: [],
} as const satisfies Partial<RunFlags>;
