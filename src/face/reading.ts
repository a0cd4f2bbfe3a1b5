import { diagnose } from '../../workflows/diagnose.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readTrace } from '../runs/read-trace.ts';
import type { Reading } from './contract.ts';

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
