import type { ThemeAgent } from '../../agents/judge.ts';
import type { Tariff } from '../domain/prices.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Gate } from '../model/limits/gate.ts';
import type { Limits } from '../model/pacing/pacer.ts';
import type { ModelWindow } from '../model/window.ts';
import type { WantedRoles } from '../tickets/columns/choose-roles.ts';
import type { TicketInput } from '../tickets/read-tickets.ts';

export interface ModelOptions {
  endpoint: Endpoint;
  timeoutMs: number;
  /** What the provider allows; what is left out is found out. */
  limits?: Limits | undefined;
  /** Calls to the server that the run may make, over all commands that go on with it. */
  maxCalls?: number | undefined;
  /** Dollars that the run may spend, over all commands that go on with it. */
  maxCost?: number | undefined;
  /** Finds out anew how the model can be made to answer. */
  relearn?: boolean | undefined;
  /** Takes part in a run that another process began: what it may spend was set by that one. */
  joins?: boolean;
  /** Holds for every call, in place of what is known of the models. */
  price?: Tariff | undefined;
  /** Calls that are out at once: as many as pay, from the first number up to the second. */
  concurrency: { start: number; most: number };
  /** Models that are asked besides. */
  panel?: string[];
  /** Told what a person should know while it runs. */
  say?: ((message: string) => void) | undefined;
  /** Texts of the file that is heard, for the embedded model to weigh words by. */
  texts?: readonly string[];
  /** Stands in for the endpoint's window: a model of the user's, which may pass the run's gate; and in tests. */
  window?:
    | ((
        themes: readonly ThemeAgent[],
        openGate: () => Promise<Gate>,
      ) => ModelWindow | Promise<ModelWindow>)
    | undefined;
}

export interface HearingOptions extends ModelOptions {
  /** Tickets in one model call. */
  docket: number;
  /** Keeps what customers and models wrote out of the trace. */
  redact?: boolean;
  /** `none` only counts calls: what the trace itself costs. Default `full`. */
  spans?: 'full' | 'none';
  /** No new call after this one fires. */
  stop: AbortSignal;
  /** Calls in flight are called off when this one fires. */
  abort: AbortSignal;
}

export interface PollOptions {
  /** How often each judge's question is asked, each time in dockets of its own. Default 1. */
  votes?: number;
  /** Models that are all asked in the place of one, by their names on the server. */
  panel?: string[];
}

/** What `--triage learned` promises. */
export interface Promised {
  /** Of all yes at most this share is lost, 0 to 1. */
  maxMiss: number;
}

/** Everything that a command can say about how a file is to be heard. */
export interface RunOptions extends HearingOptions, PollOptions {
  file: string | TicketInput;
  columns: WantedRoles;
  /** A folder or a JSON file, or themes that were made already. */
  themes: string | ThemeAgent[];
  ledger: string;
  route: 'triage' | 'all';
  /** Nobody named the route: the cheaper one is taken. */
  isRouteAuto?: boolean;
  aggregate: 'always' | 'conflicts' | 'never';
  fresh: boolean;
  /** The share of tickets that may fail, 0 to 1, before the run stops; all where left out. */
  maxFailed?: number | undefined;
  /** The embedded model goes by what it was taught last. */
  learned?: boolean;
  /** Themes that may be judged in one call; each by itself where left out. */
  stack?: number | undefined;
  /** Nobody named a number: what was calibrated for these themes holds. */
  isStackAuto?: boolean | undefined;
  /** Themes that stay alone where others travel together, by id. */
  alone?: string[] | undefined;
  /** Nobody named the docket's size: what was calibrated for these themes goes before it. */
  isDocketAuto?: boolean;
  /** Share of the themes that triage leaves out whose judges are asked all the same, 0 to 1. */
  audit?: number;
  /** What the triage that learns promises; nothing where triage is an agent. */
  triage?: Promised;
  /** The workflow of the user's that judges, what it was told, and which it is. */
  script?: { place: string; args: Record<string, string | true>; digest: string };
  /** What was typed, to be shown where it helps to type it again. */
  command?: string | undefined;
}
