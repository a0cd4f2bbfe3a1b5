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
