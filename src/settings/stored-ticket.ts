import type { Ticket } from '../domain/ticket.ts';
import type { TicketRow } from '../ledger/schema.ts';
import { ticketMaker } from '../tickets/make-ticket.ts';
import type { RunSettings } from './settings.ts';

/** A ticket as it was read from its file. */
export function ticketOf({ row, id, cells, defect }: TicketRow, settings: RunSettings): Ticket {
  const { header, columns, roles } = settings;
  const source = { cells: JSON.parse(cells) as string[], line: row };
  const { defect: _, ...ticket } = ticketMaker(header, columns, roles)(source, row);
  return { ...ticket, id, ...(defect === null ? {} : { defect }) };
}
