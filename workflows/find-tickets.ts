import { nearest, UserMistake } from '../src/domain/mistake.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { RunRow, TicketRow } from '../src/ledger/schema.ts';
import { readRun } from './read-run.ts';
import type { RunSettings } from './run-settings.ts';

export interface FoundTickets {
  run: RunRow & { parsed: RunSettings };
  /** Ids are not always unique. */
  rows: TicketRow[];
}

/**
 * The tickets of that id in a run, or in the newest run that has any.
 * @throws UserMistake that names the nearest ticket, or the nearest run
 */
export async function findTickets(
  ledger: Ledger,
  ticketId: string,
  runId: string | undefined,
): Promise<FoundTickets> {
  if (runId !== undefined) await readRun(ledger, runId);
  const found = await ledger.records.tickets(ticketId, runId);
  const [newest] = found;
  if (newest === undefined) throw await unknownTicket(ledger, ticketId, runId);
  const run = await readRun(ledger, newest.run);
  return { run, rows: found.filter((row) => row.run === run.id) };
}

async function unknownTicket(ledger: Ledger, id: string, runId: string | undefined) {
  const run = await readRun(ledger, runId);
  const near = nearest(id, await ledger.records.ticketIds(run.id, 5000));
  return new UserMistake(
    `there is no ticket ${id}${runId === undefined ? '' : ` in run ${runId}`}${near === undefined ? '' : `; the nearest is ${near}`}`,
  );
}
