import { nearest, UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunRow, TicketRow } from '../../ledger/schema.ts';
import { readRun } from '../../settings/read-run.ts';
import type { RunSettings } from '../../settings/settings.ts';

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
  const given = runId === undefined ? undefined : (await readRun(ledger, runId)).id;
  const found = await ledger.stories.tickets(ticketId, given);
  const [newest] = found;
  if (newest === undefined) throw await unknownTicket(ledger, ticketId, given);
  const run = await readRun(ledger, newest.run);
  return { run, rows: found.filter((row) => row.run === run.id) };
}

/**
 * One ticket: of that row in a run, or the first of that id.
 * @throws UserMistake where there is none, or neither is said
 */
export async function findTicket(
  ledger: Ledger,
  { id, row }: { id: string | undefined; row: number | undefined },
  runId: string | undefined,
): Promise<{ run: FoundTickets['run']; row: TicketRow }> {
  if (row !== undefined) {
    const run = await readRun(ledger, runId);
    const found = await ledger.stories.ticket(run.id, row);
    if (found === undefined) throw new UserMistake(`run ${run.id} has no row ${row}`);
    return { run, row: found };
  }
  if (id === undefined) throw new UserMistake('name a ticket by its id, or with --row NUMBER');
  const { run, rows } = await findTickets(ledger, id, runId);
  const [first] = rows;
  if (first === undefined) throw new UserMistake(`there is no ticket ${id}`);
  return { run, row: first };
}

async function unknownTicket(ledger: Ledger, id: string, runId: string | undefined) {
  const run = await readRun(ledger, runId);
  const near = nearest(id, await ledger.stories.ticketIds(run.id, 5000));
  return new UserMistake(
    `there is no ticket ${id}${runId === undefined ? '' : ` in run ${runId}`}${near === undefined ? '' : `; the nearest is ${near}`}`,
  );
}
