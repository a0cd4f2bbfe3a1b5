/** A million short tickets through the whole tribunal, on a model that answers at once. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { hearInstantly } from './instant.ts';
import { measureHereOf, withTempFolder } from './measured-run.ts';
import { writeMockTickets } from './mock-tickets.ts';

export async function measureMillion(tickets: number) {
  return withTempFolder(async (folder) => {
    const file = path.join(folder, 'tickets.csv');
    writeMockTickets(file, tickets);
    const { peakMegabytes, seconds, stdout } = await measureHereOf(
      import.meta.url,
      [file, folder],
      // As `tribunal.ts` sets it.
      ['--heap-growing-percent=70'],
    );
    return {
      peakMegabytes,
      ticketsPerSecond: tickets / seconds,
      ledgerMegabytes: Math.round(statSync(path.join(folder, 'ledger.db')).size / 1e6),
      undecided: tickets - Number(stdout),
    };
  });
}

/** What the measured process does: says how many tickets have a decision. */
export async function measureHere(file: string, folder: string) {
  const { counts } = await hearInstantly(file, folder, { route: 'triage', docket: 64 });
  process.stdout.write(String(counts.decided + counts.review));
}
