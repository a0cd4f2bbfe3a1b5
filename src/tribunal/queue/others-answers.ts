import type { Ledger } from '../../ledger/ledger.ts';
import type { Others } from '../../model/limits/usefulness.ts';

/** What all processes of a run have brought since this one took part in it. */
export function answersFromNow(ledger: Ledger, run: string, docket: number): Others {
  const before = ledger.records.countWorth(run, docket);
  // Whoever asks first gets to know of it.
  before.catch(() => {});
  return async () => {
    const [earlier, now] = [await before, await ledger.records.countWorth(run, docket)];
    return now.map(({ agent, cause, calls, worth }) => {
      const known = earlier.find((one) => one.agent === agent && one.cause === cause);
      return {
        ...{ agent, cause, calls: calls - (known?.calls ?? 0) },
        worth: worth - (known?.worth ?? 0),
      };
    });
  };
}
