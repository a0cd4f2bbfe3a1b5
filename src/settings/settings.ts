import type { Tariff } from '../domain/prices.ts';
import type { Rules } from '../domain/reconcile.ts';
import type { ThemeInput } from '../domain/theme.ts';
import type { Limits } from '../model/limits/pacer.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import type { Selection } from '../tickets/select-rows.ts';
import type { Promised, RunOptions } from './options.ts';

/** What a worker needs to know of a submitted run, beside its settings; kept with them as JSON. */
export interface SharedTerms {
  /** All that their judges are told. The tools of a judge are code, and stay behind. */
  themes: (ThemeInput & { judge?: { instructions?: string; model?: string } })[];
  api: RunOptions['endpoint']['api'];
  timeoutMs: number;
  concurrency: RunOptions['concurrency'];
  price?: Tariff | undefined;
  maxCalls?: number | undefined;
  maxCost?: number | undefined;
  maxFailed?: number | undefined;
}

/** What `runs show`, `trace` and an export need to know of a run; stored with it as JSON. */
export interface RunSettings {
  columns: string[];
  header: string[];
  /** Which rows of which files; nothing where all of one file are read. */
  input?: Selection & { files?: string[] };
  roles: TicketFile['roles'];
  themes: {
    id: string;
    name: string;
    definition: string;
    excludes: string[];
    /** Of all that its judge is told, examples among it; nothing in old ledgers. */
    digest?: string;
  }[];
  route: RunOptions['route'];
  aggregate: RunOptions['aggregate'];
  docket: number;
  concurrency: number;
  limits: Limits;
  /** It leaves aside what other runs paid for. */
  fresh: boolean;
  audit?: number;
  triage?: Promised;
  votes?: number;
  panel?: readonly string[];
  /** What its decisions go by; nothing where that is the usual. */
  rules?: Rules;
  /** A run is redacted whole or not at all; nothing where it is not. */
  redact?: true;
  /** The workflow of the user's that judges; nothing where that is one of ours. */
  script?: RunOptions['script'];
  /** What its workers need; nothing where the process that was started hears it. */
  shared?: SharedTerms;
  /** Where the themes came from, empty for a theme made up on the spot, and what was typed; nothing in old ledgers. */
  place?: string;
  command?: string | undefined;
}
