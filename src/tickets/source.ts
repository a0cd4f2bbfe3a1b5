import type { SourceRow } from './make-ticket.ts';

export type TicketFormat = 'csv' | 'tsv' | 'jsonl' | 'xlsx' | 'parquet';

/** A file whose bytes can be read as often as needed. */
export interface StoredBytes {
  /** As the user named it. */
  name: string;
  path: string;
  /** As it is stored, in bytes. */
  size: number;
  /** By gzip, whatever its name says. */
  isPacked: boolean;
}

/** Where in a file its tickets are; guessed where nothing is said. */
export interface Layout {
  /** Sheets of a workbook by name or number, with commas between. */
  sheet?: string;
  /** The line, or the sheet's row, that names the columns; 0 where none does. */
  headerRow?: number;
  /** Rows left out at the start or, with a header row, under it. */
  skipRows?: number;
  /** Of a text file, as the web's encoding labels have it. */
  encoding?: string;
  /** Where the records are in JSON, as in `data.tickets[]`. */
  records?: string;
}

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
