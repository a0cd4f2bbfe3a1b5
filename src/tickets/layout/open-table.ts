import { plural } from '../../domain/text/plural.ts';
import { checkHeader, nameColumns } from '../columns/name-columns.ts';
import type { SourceRow } from '../make-ticket.ts';
import type { Layout, Source } from '../source.ts';
import { countFooters } from './find-footer.ts';
import { findHeader } from './find-header.ts';

/** Rows in which the header is looked for, and the columns below it. */
const SAMPLE_ROWS = 100;

/** Rows as a file has them, titles and footers among them. */
export interface RawTable {
  name: string;
  rows(): AsyncIterable<SourceRow[]>;
  /** The last ones; their lines may be counted from anywhere. */
  last: (width: number) => SourceRow[];
  /** Cells at a row's end that are empty are not in the file. */
  isRagged?: boolean;
}

/** The table in them: its header, and the rows that are tickets. */
export async function openTable(table: RawTable, layout: Layout): Promise<Omit<Source, 'format'>> {
  const sample = await firstOf(
    table.rows(),
    SAMPLE_ROWS + (layout.headerRow ?? 0) + (layout.skipRows ?? 0),
  );
  const { header, skip, isNamed, notes } = findHeader(table.name, sample, layout);
  checkHeader(table.name, header);
  const isShort = sample.length <= skip;
  const footers = isShort
    ? 0
    : Math.min(countFooters(table.last(header.length), header.length), sample.length - skip);
  if (footers > 0)
    notes.push(`${plural(footers, 'row')} at the end skipped: not tickets, but a footer`);
  const { isRagged = false } = table;
  return {
    header,
    columns: nameColumns(header),
    isNamed,
    notes,
    async *batches() {
      let toSkip = skip;
      let kept: SourceRow[] = [];
      for await (const batch of table.rows()) {
        const rows = toSkip === 0 ? batch : batch.slice(toSkip);
        toSkip = Math.max(0, toSkip - batch.length);
        if (isRagged) for (const row of rows) pad(row.cells, header.length);
        if (footers === 0) yield rows;
        else {
          const all = [...kept, ...rows];
          kept = all.slice(-footers);
          yield all.slice(0, -footers);
        }
      }
    },
  };
}

function pad(cells: string[], width: number): void {
  while (cells.length < width) cells.push('');
}

/** At most `count` rows from the start. */
export async function firstOf(
  batches: AsyncIterable<SourceRow[]>,
  count: number,
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch.slice(0, count - rows.length));
    if (rows.length >= count) break;
  }
  return rows;
}
