import type { RunProgress } from '../../../api/runs.ts';
import { showCount } from '../../kit/words/numbers.ts';

/** The calls that failed of late, a sentence for each cause. */
export function sayTroubles({ troubles }: RunProgress): string[] {
  return troubles.map(
    ({ cause, count }) =>
      `In the last minute ${showCount(count)} ${count === 1 ? 'call' : 'calls'} failed: ${cause.replaceAll('_', ' ')}. What failed is asked again by itself.`,
  );
}

/** Calls fail, and none was answered so far. */
export function areFailing({ troubles, holdUp, calls }: RunProgress): boolean {
  return calls.paid === 0 && (troubles.length > 0 || (holdUp?.failing ?? null) !== null);
}

/** Why no time left can be told, where none is. */
export function whyNoTime({ status, secondsLeft, counts, holdUp }: RunProgress): string[] {
  if (secondsLeft !== null) return [];
  return [`The time left is not known: ${reasonOf({ status, counts, holdUp })}.`];
}

function reasonOf({ status, counts, holdUp }: Pick<RunProgress, 'status' | 'counts' | 'holdUp'>) {
  if (status === 'waiting') return 'the run waits for its turn';
  if (status === 'pausing' || status === 'cancelling') return 'the run is being stopped';
  if (holdUp !== null && holdUp.failing !== null) return 'the server gives no answers at present';
  if (counts.rows === null) return 'the file is still being read';
  return counts.decided + counts.review + counts.failed === 0
    ? 'no ticket is decided yet'
    : 'no further ticket was decided in the last minute';
}
