import type { ThemeAgent } from '../../agents/judge.ts';
import type { Decision } from '../domain/decision/decision.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { TraceSpan } from '../runs/trace-span.ts';
import type { Settings } from '../settings/schema.ts';
import type { TicketFlow } from '../tribunal/swarm.ts';
import type { Diagnosis, Evaluation, RunResult } from './reports.ts';

/** What can be said of a tribunal. Everything has a default; limits are numbers, times seconds, costs dollars. */
export interface TribunalSettings
  extends Omit<Settings, 'files' | 'id' | 'text' | 'themes' | 'model' | keyof Output | NotHere> {
  /** Made by `defineTheme`, or a place as `--themes` takes it. Default: those of the current folder, else the samples. */
  themes?: string | readonly ThemeAgent[];
  /** As `--model` takes it, or one of your own, whose calls nobody repeats or prices. Default: `embedded`. */
  model?: string | OwnModel;
  /** The names of what else judges read of a ticket. Default: those of the first ticket. */
  context?: string[];
  /** No further call leaves once it fires; those in flight are waited for. */
  signal?: AbortSignal | undefined;
  /** Told what a person should know while it runs. */
  say?: (message: string) => void;
}

/** What only commands can do, or is said of a file. */
type NotHere =
  | 'limit'
  | 'sample'
  | 'seed'
  | 'dryRun'
  | 'json'
  | 'langsmith'
  | 'langsmithSample'
  | 'detach';
type Output = Pick<Settings, 'out' | 'wide' | 'rawCells' | 'force'>;

/** How a file is judged, where that is not as usual: its columns, which of its rows, and where results go. */
export interface BatchSettings
  extends Output,
    Pick<Settings, 'id' | 'text' | 'context' | 'limit' | 'sample' | 'seed'> {
  /** Stops it, so that the same call continues; in the place of the tribunal's own. */
  signal?: AbortSignal | undefined;
  onDecision?(ticket: Ticket, decision: Decision): void | Promise<void>;
}

/** A model of one's own: whatever can fill in a form. */
export interface OwnModel {
  /** Answers are kept under it: another name, other answers. */
  name: string;
  /** Returns the tool's arguments, or a text that holds them as JSON. What it throws is the failure of that call. */
  answer(question: ModelQuestion): unknown;
}

/** What an agent asks a model. */
export interface ModelQuestion {
  /** `triage`, `judge:<theme>` or `aggregator`. */
  agent: string;
  instructions: string;
  /** The tickets as the prompt has them: to each an answer is due, under its id in this call. */
  tickets: { id: string; text: string; [fact: string]: unknown }[];
  /** The same in words, one JSON object a line. */
  prompt: string;
  /** What the answer has to look like: the arguments of this tool, as a JSON schema. */
  tool: { name: string; description: string; parameters: unknown };
  signal: AbortSignal | undefined;
}

/** A ticket as a script has it: its text, or more of it. */
export type GivenTicket =
  | string
  | {
      /** Default: its number among the tickets that were given. */
      id?: string;
      text: string;
      /** What else judges read of it, by name. */
      context?: Record<string, string>;
    };
export type GivenTickets = GivenTicket | Iterable<GivenTicket> | AsyncIterable<GivenTicket>;

/** A ticket, and what was decided of it. */
export interface HeardTicket {
  ticket: Ticket;
  decision: Decision;
}

/** How tickets are heard, where that is not as usual. */
export interface HearOptions {
  /** Their way to a decision, as `hearTicket` is one. */
  flow?: TicketFlow;
  /** No further ticket is begun once it fires; the iteration then throws its reason. */
  signal?: AbortSignal | undefined;
}

/** What can be learned of the runs in a ledger. The run is the newest one where none is named. */
export interface Reading {
  /** Scores a run against labels: those of a file, else those in the ledger. */
  evaluate(options?: { run?: string; gold?: string; goldColumn?: string }): Promise<Evaluation>;
  /** Says what went wrong in a run, and which agent caused it. */
  diagnose(options?: { run?: string; gold?: string }): Promise<Diagnosis>;
  /** The spans behind a ticket's decision, by the ticket's id. */
  trace(ticket: string, run?: string): Promise<TraceSpan[]>;
}

/** A tribunal that hears tickets, and keeps what it did in its ledger. */
export interface OpenTribunal extends Reading, AsyncDisposable {
  themes: readonly ThemeAgent[];
  /**
   * Decides tickets, one or a million, and yields each decision as soon as it is durable: in the order in which they
   * fall. All that one tribunal hears so is one run in its ledger.
   * @throws RunStopped where a limit or the model ended it before the last ticket
   */
  hear(tickets: GivenTickets, options?: HearOptions): AsyncGenerator<HeardTicket, void>;
  /** Judges files as the command does: resumable by the same call, with results as a file. Each call is a run of its own. */
  batch(files: string | readonly string[], options?: BatchSettings): Promise<RunResult>;
  /** Ends the run, and lets go of the ledger. */
  close(): Promise<void>;
}

/** What was typed besides: `--second-model large --strict` is `{ secondModel: 'large', strict: true }`. */
export type WorkflowArguments = Record<string, string | true>;

/** What a workflow works with. */
export interface WorkflowRun {
  /** That of the run: what it hears is decided in it. */
  tribunal: Pick<OpenTribunal, 'themes' | keyof Reading> & {
    /** Decides tickets of this run, whole or changed, and yields each as soon as its decision is durable. */
    hear(
      tickets: Iterable<Ticket> | AsyncIterable<Ticket>,
      options?: HearOptions,
    ): AsyncGenerator<HeardTicket, void>;
  };
  /** Those that have no decision yet, in the order of their files. */
  tickets: AsyncIterable<Ticket>;
  args: WorkflowArguments;
  /** Fires at Ctrl-C: what is under way is finished, and nothing new begun. */
  signal: AbortSignal;
}

export type Workflow = (run: WorkflowRun) => Promise<void>;

/** The contract of a workflow's file: `export default defineWorkflow(async ({ tribunal, tickets }) => { … })`. */
export function defineWorkflow(workflow: Workflow): Workflow {
  return workflow;
}

/** A run ended before its last ticket: by a limit that was set, or as the model's answers can't be used. */
export class RunStopped extends Error {
  override name = 'RunStopped';
  readonly stoppedBy: 'limit' | 'answers' | null;

  constructor({
    stoppedBecause,
    stoppedBy,
  }: { stoppedBecause: string | null; stoppedBy: RunStopped['stoppedBy'] }) {
    super(stoppedBecause ?? 'the run was stopped');
    this.stoppedBy = stoppedBy;
  }
}
