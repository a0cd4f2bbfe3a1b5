import { diagnose } from '../../workflows/diagnose.ts';
import { evaluate } from '../../workflows/evaluate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readTrace } from '../runs/read-trace.ts';
import { explained } from '../runs/upkeep/explain-damage.ts';
import type { Reading } from './contract.ts';

/** @param newest the run that counts as the newest one, where there is one */
export function readingOf(ledger: Ledger, newest: () => string | undefined): Reading {
  return {
    evaluate: (options) =>
      explained(ledger, () =>
        evaluate(ledger, { run: newest(), gold: undefined, goldColumn: undefined, ...options }),
      ),
    diagnose: (options) =>
      explained(ledger, () =>
        diagnose(ledger, { run: newest(), gold: undefined, failOn: [], ...options }),
      ),
    trace: (ticket, run = newest()) => explained(ledger, () => readTrace(ledger, ticket, run)),
  };
}
