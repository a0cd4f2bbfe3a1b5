import type { ResultRow } from './result-columns.ts';

/** What results are written to. */
export interface ResultsSink {
  /** Its name in what a person is told. */
  path: string;
  append(data: string | Uint8Array): Promise<void>;
}

/** One format's way to write rows into a file. */
export interface ResultsFormat {
  write(row: ResultRow): Promise<void>;
  /** Writes what is left. */
  end(): Promise<CellCounts>;
}

export interface CellCounts {
  /** Cells that a spreadsheet would have run as a formula. */
  neutralised: number;
  /** Cells with control characters, whose signs stand there. */
  controls: number;
  /** Cells cut because the format can't hold them. */
  shortened: number;
}
