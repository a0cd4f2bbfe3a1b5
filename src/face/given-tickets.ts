import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { UserMistake } from '../domain/mistake.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ticketMaker } from '../tickets/make-ticket.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import type { GivenTicket, GivenTickets } from './contract.ts';

export async function* eachOf(given: GivenTickets): AsyncGenerator<Exclude<GivenTicket, string>> {
  const several = typeof given === 'object' && !('text' in given) ? given : [given];
  for await (const ticket of several) yield typeof ticket === 'string' ? { text: ticket } : ticket;
}

/** Tickets that come from no file are kept as if they did: under these columns. */
export function tableOf(context: readonly string[]): TicketFile {
  const header = ['id', 'text', ...context];
  const script = process.argv[1];
  return {
    path: 'a script',
    place: script === undefined ? 'a script' : path.resolve(script),
    files: [],
    identity: [randomUUID()],
    reading: {},
    format: 'jsonl',
    notes: [],
    header,
    columns: header,
    roles: { id: 'id', text: 'text', context: [...context] },
    async *tickets() {},
  };
}

/** Makes a row of that table of a ticket. @throws UserMistake for a context that has no column */
export function rowMaker({ header, columns, roles }: TicketFile) {
  const make = ticketMaker(header, columns, roles);
  return ({ id = '', text, context = {} }: Exclude<GivenTicket, string>, row: number): Ticket => {
    const unknown = Object.keys(context).find((name) => !roles.context.includes(name));
    if (unknown !== undefined)
      throw new UserMistake(
        `ticket ${id || row} has a context "${unknown}" that those before had not: openTribunal({ context: ['${[...roles.context, unknown].join("', '")}'] })`,
      );
    const cells = [id, text, ...roles.context.map((name) => context[name] ?? '')];
    return make({ cells, line: row }, row);
  };
}
