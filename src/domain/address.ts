import { createHash } from 'node:crypto';
import { foldWhiteSpace, type Ticket } from './ticket.ts';

/**
 * What determines an answer, as 32 hexadecimal digits (SHA-256, cut to 128 bits): the same parts
 * always give the same address, and parts can't run into one another.
 */
export function addressOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The address of what a judge reads of a ticket: its text and context, white space folded. */
export function ticketAddress(ticket: Pick<Ticket, 'text' | 'context'>): string {
  const context = Object.entries(ticket.context).map(([name, text]) => [
    name,
    foldWhiteSpace(text),
  ]);
  return addressOf('ticket', foldWhiteSpace(ticket.text), JSON.stringify(context));
}
