/** What a process of its own reads of an upload: whatever is in that file, the server goes on. */

import type { CalibrationPlan, PlannedCalibration } from '../../../../../workflows/plan-calls.ts';
import { UserMistake } from '../../../../domain/mistake.ts';
import { ownCommand } from '../../../../installation.ts';
import type { WantedRoles } from '../../../../tickets/columns/choose-roles.ts';
import { pathsIn } from '../../../../tickets/columns/column-reader.ts';
import {
  openTickets,
  type TicketFile,
  type TicketInput,
} from '../../../../tickets/read-tickets.ts';
import { type CountedTickets, countTickets } from '../../../../tribunal/estimate/count-tickets.ts';
import type { FilePreview, TicketUpload } from '../../../api/runs.ts';

/** Rows that the page judges. */
const mostRows = 2_000_000;
const previewRows = 50;
const previewTexts = 3;
const longestCell = 500;
/** Characters of all that is shown. */
const mostShown = 4_000_000;

/** What is wanted of a file, as the server tells the process that it started. */
export type UploadQuestion =
  | { wanted: 'preview' | 'count'; input: string | TicketInput; columns: WantedRoles }
  | { wanted: 'calibration'; options: PlannedCalibration };

export interface UploadReadings {
  preview: Omit<FilePreview, keyof TicketUpload>;
  /** The addresses as a text: the answer goes from process to process. */
  count: Omit<CountedTickets, 'addresses'> & { addresses: string };
  /** What calibrating with it would take. */
  calibration: CalibrationPlan;
}

/** What the process answers: the reading, or the line for the person. */
export type UploadAnswer = { reading: UploadReadings[keyof UploadReadings] } | { mistake: string };

export async function readUpload(question: UploadQuestion): Promise<UploadAnswer> {
  try {
    return { reading: await read(question) };
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    return { mistake: error.message };
  }
}

async function read(question: UploadQuestion): Promise<UploadReadings[keyof UploadReadings]> {
  if (question.wanted === 'calibration') {
    // Loaded only where it is wanted: it brings the agents along, and a first look at a file should be quick.
    const { planCalibration } = await import('../../../../../workflows/plan-calls.ts');
    return planCalibration(question.options);
  }
  const file = await openTickets(question.input, question.columns);
  return question.wanted === 'preview' ? preview(file) : count(file);
}

async function count(file: TicketFile): Promise<UploadReadings['count']> {
  async function* tickets() {
    for await (const ticket of file.tickets()) {
      if (ticket.row > mostRows)
        throw new UserMistake(
          `${file.path} has more than ${mostRows.toLocaleString('en-US')} rows; judge it with: ${ownCommand()} batch FILE`,
        );
      yield ticket;
    }
  }
  const { addresses, ...counted } = await countTickets({ ...file, tickets });
  return { ...counted, addresses: addresses.pack() };
}

/** A file's columns, what they are taken for, and its first rows. */
async function preview(file: TicketFile): Promise<UploadReadings['preview']> {
  const { columns, roles, format, notes } = file;
  const rows: string[][] = [];
  const texts: string[] = [];
  let left = mostShown;
  for await (const { cells, text, defect } of file.tickets()) {
    left -= cells.reduce((sum, cell) => sum + Math.min(cell.length, longestCell), 0);
    if (left < 0) break;
    rows.push(cells);
    if (defect === undefined && texts.length < previewTexts) texts.push(shorten(text));
    if (rows.length === previewRows) break;
  }
  const cellsOf = (index: number) => rows.map((cells) => cells[index] ?? '');
  const paths = columns.flatMap((name, index) => pathsIn(name, cellsOf(index)));
  return {
    columns,
    format,
    paths,
    texts,
    notes,
    rows: rows.map((cells) => cells.map(shorten)),
    roles: { id: roles.id ?? null, texts: roles.texts ?? [roles.text], context: roles.context },
  };
}

function shorten(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}
