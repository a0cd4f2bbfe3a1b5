import type { ThemeAgent } from '../agents/judge.ts';
import type { Rules } from '../src/domain/reconcile.ts';
import type { Limits } from '../src/model/pacer.ts';
import type { TicketFile, TicketInput } from '../src/tickets/read-tickets.ts';
import type { Selection } from '../src/tickets/select-rows.ts';
import type { Promised } from './learned-triage.ts';
import type { HearingOptions } from './open-hearing.ts';
import type { PollOptions } from './poll.ts';
import type { SharedTerms } from './shared/terms.ts';

/** Everything that a command can say about how a file is to be heard. */
export interface RunOptions extends HearingOptions, PollOptions {
  file: string | TicketInput;
  columns: { id?: string; text?: string; context?: string[] };
  /** A folder or a JSON file, or themes that were made already. */
  themes: string | ThemeAgent[];
  ledger: string;
  route: 'triage' | 'all';
  aggregate: 'always' | 'conflicts' | 'never';
  fresh: boolean;
  /** The embedded model goes by what it was taught last. */
  learned?: boolean;
  /** Nobody named the docket's size: what was calibrated for these themes goes before it. */
  isDocketAuto?: boolean;
  /** Share of the themes that triage leaves out whose judges are asked all the same, 0 to 1. */
  audit?: number;
  /** What the triage that learns promises; nothing where triage is an agent. */
  triage?: Promised;
  /** What was typed, to be shown where it helps to type it again. */
  command?: string | undefined;
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
  /** What its workers need; nothing where the process that was started hears it. */
  shared?: SharedTerms;
  /** Where the themes came from, empty for a theme made up on the spot, and what was typed; nothing in old ledgers. */
  place?: string;
  command?: string | undefined;
}
