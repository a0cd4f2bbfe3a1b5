import type { SourceRow } from '../../make-ticket.ts';
import type { Archive } from '../open-archive.ts';
import { readSheet } from './read-sheet.ts';
import type { Workbook } from './read-workbook.ts';

interface SurveyedSheet {
  /** Rows that hold anything; of a large sheet all that it has. */
  count: number;
  last: SourceRow[];
  /** All of them, where the sheet is small. */
  kept: SourceRow[] | undefined;
}

/** Characters of cells that are kept, rather than read again. */
const mostKept = 8 * 1024 * 1024;
const lastRows = 40;
const endCharacters = 64 * 1024;

/** How many rows a sheet has, and the last of them: a large one is looked through, not parsed. */
export async function surveySheet(
  archive: Archive,
  part: string,
  workbook: Workbook,
): Promise<SurveyedSheet> {
  const kept: SourceRow[] = [];
  let size = 0;
  for await (const batch of readSheet(archive.read(part), workbook)) {
    for (const row of batch) {
      kept.push(row);
      for (const cell of row.cells) size += cell.length + 8;
    }
    if (size > mostKept) return lookThrough(archive, part, workbook);
  }
  return { count: kept.length, last: kept.slice(-lastRows), kept };
}

async function lookThrough(
  archive: Archive,
  part: string,
  workbook: Workbook,
): Promise<SurveyedSheet> {
  let [count, end] = [0, Buffer.alloc(0)];
  for await (const piece of archive.read(part)) {
    // A row's end may be cut in two.
    const bytes = Buffer.concat([end.subarray(-5), piece]);
    for (let at = bytes.indexOf('</row>'); at !== -1; at = bytes.indexOf('</row>', at + 6)) count++;
    end = Buffer.concat([end, piece]).subarray(-endCharacters);
  }
  // Elements may have a prefix; then only parsing tells.
  if (count === 0)
    for await (const batch of readSheet(archive.read(part), workbook)) count += batch.length;
  const text = end.toString();
  const rows = text.slice(text.indexOf('<row '), text.lastIndexOf('</row>') + 6);
  const last: SourceRow[] = [];
  async function* document() {
    yield Buffer.from(`<end>${rows}</end>`);
  }
  if (rows.startsWith('<row '))
    for await (const batch of readSheet(document(), workbook)) last.push(...batch);
  return { count, last: last.slice(-lastRows), kept: undefined };
}
