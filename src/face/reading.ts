import { type DiagnoseOptions, type DiagnosisReport, diagnose } from '../../workflows/diagnose.ts';
import { type EvaluateOptions, type EvaluationReport, evaluate } from '../../workflows/evaluate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readTrace, type TraceSpan } from '../runs/read-ledger.ts';

/** What can be learned of the runs in a ledger. The run is the newest one where none is named. */
export interface Reading {
  /** Scores a run against labels: those of a file, else those in the ledger. */
  evaluate(options?: Partial<EvaluateOptions>): Promise<EvaluationReport>;
  /** Says what went wrong in a run, and which agent caused it. */
  diagnose(options?: Partial<DiagnoseOptions>): Promise<DiagnosisReport>;
  /** The spans behind a ticket's decision, by the ticket's id. */
  trace(ticket: string, run?: string): Promise<TraceSpan[]>;
}

/** @param newest the run that counts as the newest one, where there is one */
export function readingOf(ledger: Ledger, newest: () => string | undefined): Reading {
  return {
    evaluate: (options) =>
      evaluate(ledger, { run: newest(), gold: undefined, goldColumn: undefined, ...options }),
    diagnose: (options) =>
      diagnose(ledger, { run: newest(), gold: undefined, failOn: [], ...options }),
    trace: (ticket, run = newest()) => readTrace(ledger, ticket, run),
  };
}
