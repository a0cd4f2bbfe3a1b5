import { resolve } from 'node:path';
import type { Ticket } from '../domain/ticket.ts';
import { chooseRoles, type Roles, type WantedRoles } from './columns/choose-roles.ts';
import { findClashes, hashOf } from './columns/clashing-ids.ts';
import { cellReader } from './columns/column-reader.ts';
import { type FoundFile, findFile } from './find-file.ts';
import { checkText, joinSources } from './join-sources.ts';
import { firstOf } from './layout/open-table.ts';
import { ticketMaker } from './make-ticket.ts';
import { nameFiles } from './name-files.ts';
import { openSource } from './open-source.ts';
import { type Selection, selectRows } from './select-rows.ts';
import type { Layout, TicketFormat } from './source.ts';

/** What a command is to read: files, patterns such as `exports/*.csv`, or `-` for what is piped in. */
export interface TicketInput extends Selection, Layout {
  files: readonly string[];
}

/** A table of tickets, opened: what its columns are, and its rows as often as wanted. */
export interface TicketFile {
  /** The file as the user named it; of several the first, and how many more there are. */
  path: string;
  /** The same from the root, as the ledger names it. */
  place: string;
  /** All files from the root; none for what was piped in. */
  files: string[];
  /** Other tickets give another one. */
  identity: string[];
  /** What was said of where in the files its tickets are, and which of them are read. */
  reading: Selection & Layout;
  format: TicketFormat;
  /** As in the file: duplicates and empty names kept. */
  header: string[];
  /** Unique names, one for each column of the header. */
  columns: string[];
  roles: Roles;
  /** One line for each guess that was made. */
  notes: string[];
  /** The same rows with other columns as id, text and context. */
  readAs?(roles: Roles): TicketFile;
  /** Streams the rows after the given one, in order. May be called more than once. */
  tickets(after?: number): AsyncIterable<Ticket>;
}

/** Rows that the guesses are made from. */
const SAMPLE_ROWS = 100;

/**
 * The tickets of a table: of a file, of several, or of a part of them. Columns that aren't named are
 * guessed.
 * @throws UserMistake for a file or a column that can't be read as tickets.
 */
export async function* readTickets(
  input: string | TicketInput,
  columns: WantedRoles = {},
): AsyncGenerator<Ticket> {
  yield* (await openTickets(input, columns)).tickets();
}

/** @throws UserMistake for a file or a column that can't be read as tickets. */
export async function openTickets(
  input: string | TicketInput,
  wanted: WantedRoles,
): Promise<TicketFile> {
  const { files: words, ...reading }: TicketInput =
    typeof input === 'string' ? { files: [input] } : input;
  const files: FoundFile[] = [];
  for (const name of await nameFiles(words)) files.push(await findFile(name));
  const sources = [];
  for (const file of files) sources.push(await openSource(file, reading));
  const [only, ...others] = sources;
  const [first] = files;
  if (first === undefined || only === undefined) throw new Error('no file was named');
  const whole =
    others.length === 0
      ? only
      : joinSources(
          files.map(({ name }) => name),
          sources,
          'file',
        );
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const path = `${first.name}${more}`;

  const { header, columns } = whole;
  const sample = await firstOf(whole.batches(), SAMPLE_ROWS);
  const { roles, notes } = chooseRoles(
    path,
    whole,
    wanted,
    sample.map(({ cells }) => cells),
  );
  checkText(files, sources, roles.texts ?? [roles.text]);
  const clashes =
    roles.id === undefined || sample[0]?.file === undefined
      ? new Set()
      : await findClashes(whole, cellReader(columns, roles.id));
  const source = await selectRows(whole, reading);
  if (clashes.size > 0)
    notes.push(
      `ids that stand in several ${others.length === 0 ? 'sheets' : 'files'}: ${clashes.size}; they are called ${others.length === 0 ? 'SHEET' : 'FILE'}:ID`,
    );

  const opened = (as: Roles, said: readonly string[]): TicketFile => ({
    path,
    place: first.isPiped ? path : `${resolve(first.path)}${more}`,
    files: files.flatMap((file) => (file.isPiped ? [] : resolve(file.path))),
    identity: files.flatMap(({ identity }) => identity),
    reading,
    format: source.format,
    header,
    columns,
    roles: as,
    notes: [...source.notes, ...said],
    readAs: (before) => opened(before, [`text column: ${before.text}, as when the run began`]),
    async *tickets(after = 0) {
      const make = ticketMaker(header, columns, as);
      let row = 0;
      for await (const batch of source.batches())
        for (const one of batch) {
          row += 1;
          if (row <= after) continue;
          const ticket = make(one, row);
          if (clashes.has(hashOf(ticket.id))) ticket.id = `${one.file}:${ticket.id}`;
          yield ticket;
        }
    },
  });
  return opened(roles, notes);
}
