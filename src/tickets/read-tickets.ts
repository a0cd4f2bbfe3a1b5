import type { Ticket } from '../domain/ticket.ts';
import { chooseRoles, type Roles, type WantedRoles } from './choose-roles.ts';
import { findFile, type TicketFormat } from './find-file.ts';
import { ticketMaker } from './make-ticket.ts';
import { nameColumns } from './name-columns.ts';
import { firstOf, openDelimited, openJsonLines, openSheet, type Source } from './open-source.ts';

/** A file of tickets, opened: what its columns are, and its rows as often as wanted. */
export interface TicketFile {
  path: string;
  format: TicketFormat;
  /** As in the file: duplicates and empty names kept. */
  header: string[];
  /** Unique names, one for each column of the header. */
  columns: string[];
  roles: Roles;
  /** One line for each guess that was made. */
  notes: string[];
  /** Streams the rows after the given one, in order. May be called more than once. */
  tickets(after?: number): AsyncIterable<Ticket>;
}

/** Rows that the guesses are made from. */
const SAMPLE_ROWS = 100;

/** @throws UserMistake for a file or a column that can't be read as tickets. */
export async function openTickets(path: string, wanted: WantedRoles): Promise<TicketFile> {
  const format = await findFile(path);
  const source = await openFormat(path, format);
  const { header } = source;
  const columns = nameColumns(header);
  const sample = await firstOf(source.batches(), SAMPLE_ROWS);
  const { roles, notes } = chooseRoles(
    path,
    columns,
    wanted,
    sample.map(({ cells }) => cells),
  );

  return {
    path,
    format: source.format,
    header,
    columns,
    roles,
    notes: [...source.notes, ...notes],
    async *tickets(after = 0) {
      const make = ticketMaker(header, columns, roles);
      let row = 0;
      for await (const batch of source.batches()) {
        for (const one of batch) if (++row > after) yield make(one, row);
      }
    },
  };
}

function openFormat(path: string, format: TicketFormat): Promise<Source> {
  switch (format) {
    case 'csv':
    case 'tsv':
      return openDelimited(path, format);
    case 'jsonl':
      return openJsonLines(path);
    case 'xlsx':
      return openSheet(path);
  }
}
