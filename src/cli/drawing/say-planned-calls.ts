import type { PlannedCalls } from '../../../workflows/plan-calls.ts';
import { plural } from '../../domain/text/plural.ts';
import { describeCost } from './books.ts';

/** Prints what a command would cost, for people or as JSON. Returns the exit code. */
export function sayPlannedCalls(planned: PlannedCalls, json: boolean | undefined): number {
  const { what, calls, tokensIn, tokensOut, cost } = planned;
  const price =
    cost === null
      ? 'at a price that is not known (say it with --price IN,OUT)'
      : describeCost(cost);
  const tokens = `about ${tokensIn.toLocaleString('en-US')} tokens in and ${tokensOut.toLocaleString('en-US')} out`;
  const lines = [
    `${plural(calls, 'model call')} at most, ${tokens}: ${price}`,
    `This is for ${what}. Answers that the ledger has are not asked again.`,
    'Nothing was asked and nothing written; without --dry-run the command starts.',
  ];
  process.stdout.write(json ? `${JSON.stringify(planned, null, 2)}\n` : `${lines.join('\n')}\n`);
  return 0;
}
