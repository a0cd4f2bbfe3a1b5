import path from 'node:path';
import { Decision } from '../../../../domain/decision/decision.ts';
import { UserMistake } from '../../../../domain/mistake.ts';
import { ownCommand } from '../../../../installation.ts';
import type { Ledger } from '../../../../ledger/ledger.ts';
import { ticketOf } from '../../../../settings/stored-ticket.ts';
import { formatResults } from '../../../../tickets/results/write-results.ts';
import type { TicketFilter } from '../../../api/filter.ts';
import type { RunView } from '../run-view.ts';
import type { ResultList } from './result-lists.ts';

export const downloadTypes = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type DownloadFormat = keyof typeof downloadTypes;

const rowsAtOnce = 500;

/** A workbook is made whole in memory: of more rows it would take more than the server may. */
const mostSheetRows = 20_000;

/**
 * The results of a list as a file: the columns and rows that `runs export` writes. The rows are read
 * as fast as they are taken. @throws UserMistake where a workbook would get too large
 */
export function download(
  ledger: Ledger,
  { view, places }: ResultList,
  format: DownloadFormat,
): ReadableStream<Uint8Array> {
  if (format === 'xlsx' && places.length > mostSheetRows)
    throw new UserMistake(
      `these are ${places.length} tickets, a workbook from here holds ${mostSheetRows}; filter them, take CSV, or use: ${ownCommand()} runs export ${view.id} --out results.xlsx`,
    );
  const { header, columns, themes } = view.run.parsed;
  const chunks: Uint8Array[] = [];
  const encoder = new TextEncoder();
  const results = formatResults(
    `.${format}`,
    {
      path: `results.${format}`,
      append: async (data) => {
        chunks.push(typeof data === 'string' ? encoder.encode(data) : data);
      },
    },
    { header, columns, themes: themes.map(({ id }) => id), wide: false, force: false },
  );
  let next = 0;
  let isEnded = false;
  return new ReadableStream(
    {
      async pull(controller) {
        while (chunks.length === 0 && !isEnded) {
          const rows = [...places.subarray(next, next + rowsAtOnce)].map((place) => place + 1);
          next += rows.length;
          if (rows.length === 0) {
            await results.end();
            isEnded = true;
          } else
            for (const row of await ledger.results.whole(view.id, rows)) {
              const decision = Decision.parse(JSON.parse(row.decision));
              await results.write({ ticket: ticketOf(row, view.run.parsed), decision });
            }
        }
        for (const chunk of chunks.splice(0)) controller.enqueue(chunk);
        if (isEnded) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * A header that names a file after the run's, how far that came and what it was filtered by: letters, digits and a few
 * signs of ASCII, whatever all that is called.
 */
export function attachment(
  { run, count }: RunView,
  ending: string,
  filter: TicketFilter = {},
): string {
  const { rows, status } = run;
  const soFar =
    status === 'finished' ? [] : [rows === null ? `first-${count}` : `first-${count}-of-${rows}`];
  const filters = Object.entries(filter).map(([name, value]) =>
    spell(`${name}-${Array.isArray(value) ? value.join('+') : value}`, 40),
  );
  const name = spell(path.parse(run.file).name, 80) || 'tickets';
  const parts = [name, spell(run.id, 60), ...soFar, ...filters];
  return `attachment; filename="${parts.join('.').slice(0, 180)}.${ending}"`;
}

/** As it can stand in the name of a file, and in a header. */
export function spell(text: string, most: number): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, most);
}
