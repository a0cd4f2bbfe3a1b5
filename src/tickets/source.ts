import type { TicketFormat } from './find-file.ts';
import type { SourceRow } from './make-ticket.ts';

/** A table of tickets and its rows, whatever its format. */
export interface Source {
  format: TicketFormat;
  /** As in the file: duplicates and empty names kept. */
  header: string[];
  /** Unique names, one for each column of the header. */
  columns: string[];
  /** The file names its columns; numbers do where it does not. */
  isNamed: boolean;
  notes: string[];
  /** The rows after the header, from the start at each call. */
  batches(): AsyncIterable<SourceRow[]>;
}
