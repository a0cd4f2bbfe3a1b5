import { renderDocket, ticketLine } from '../../agent/docket.ts';
import { PackedAddresses, ticketAddress } from '../../domain/address.ts';
import type { TicketFile } from '../../tickets/read-tickets.ts';
import type { TicketCount } from './share-out.ts';

/** The tickets of a file, and what answers about them are found by. */
export type CountedTickets = Omit<TicketCount, 'open'> & { addresses: PackedAddresses };

/** Reads the whole file. */
export async function countTickets(file: TicketFile): Promise<CountedTickets> {
  const addresses = new PackedAddresses();
  const count = { rows: 0, defects: 0, repeated: 0, tickets: 0, characters: 0 };
  const heading = renderDocket([], []).length;
  // 52 bits of an address fit a number: a quarter of the memory, for one miscount in many runs.
  const seen = new Set<number>();
  for await (const ticket of file.tickets()) {
    count.rows++;
    if (ticket.defect !== undefined) {
      count.defects++;
      continue;
    }
    const whole = ticketAddress(ticket);
    const address = Number.parseInt(whole.slice(0, 13), 16);
    if (seen.has(address)) {
      count.repeated++;
      continue;
    }
    seen.add(address);
    count.tickets++;
    addresses.add(whole);
    count.characters += renderDocket(['q00000'], [ticketLine(ticket)]).length - heading + 1;
  }
  return { ...count, addresses };
}
