import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import { ShownTickets } from '../../trace/shown-tickets.ts';

/** A ticket that stood in the same call. */
export interface Mate {
  id: string;
  row: number;
  /** From 1. */
  place: number;
}

/** Calls take tickets as they come: mates stand in the file within so many rows of one another, nearly always. */
const reach = 150;

/** By agent, the tickets that were shown in one call with that of a row, in their order. */
export async function findMates(
  ledger: Ledger,
  { id: run, parsed }: { id: string; parsed: RunSettings },
  row: number,
  dockets: ReadonlyMap<string, string>,
): Promise<Record<string, Mate[]>> {
  const calls = await ledger.cases.callBodies([...new Set(dockets.values())]);
  const around = (await ledger.stories.around(run, row, reach)).map((near) =>
    ticketOf(near, parsed),
  );
  return Object.fromEntries(
    [...dockets].flatMap(([agent, docket]) => {
      const shown = new ShownTickets(calls.filter((call) => call.docket === docket));
      const mates = around.flatMap((ticket): Mate[] => {
        const place = shown.placeOf(ticket);
        if (place === undefined || ticket.row === row) return [];
        return [{ id: ticket.id, row: ticket.row, place: place + 1 }];
      });
      if (mates.length === 0) return [];
      return [[agent, mates.sort((one, other) => one.place - other.place)]];
    }),
  );
}
