import type { Ticket } from '../domain/ticket.ts';
import { isBlank } from './clean-text.ts';
import { hasColumn, pathsIn } from './columns/column-reader.ts';
import type { TicketFile } from './read-tickets.ts';

export interface InspectedColumn {
  name: string;
  /** `id`, `text`, `context`, or nothing. */
  role: string;
  /** Rows in which it holds something. */
  filled: number;
  example: string;
}

/** What reading a file to its end shows of it. */
export interface InspectedTickets {
  tickets: number;
  /** Tickets that can't be judged, and why the first of them can't. */
  defects: number;
  firstDefect: string | undefined;
  columns: InspectedColumn[];
  /** Paths into columns that hold JSON. */
  paths: string[];
  first: Pick<Ticket, 'id' | 'text' | 'context'>[];
}

const firstTickets = 3;
const sampleRows = 100;
const longestExample = 200;

export async function inspectTickets(file: TicketFile): Promise<InspectedTickets> {
  const { columns, roles } = file;
  const filled = new Array<number>(columns.length).fill(0);
  const examples = new Array<string>(columns.length).fill('');
  const samples: string[][] = columns.map(() => []);
  const found: InspectedTickets = {
    tickets: 0,
    defects: 0,
    firstDefect: undefined,
    columns: [],
    paths: [],
    first: [],
  };
  for await (const { id, text, context, cells, defect } of file.tickets()) {
    found.tickets += 1;
    if (defect !== undefined) {
      found.defects += 1;
      found.firstDefect ??= defect;
    }
    if (found.first.length < firstTickets && defect === undefined)
      found.first.push({ id, text, context });
    for (const [index, cell] of cells.entries()) {
      if (found.tickets <= sampleRows) samples[index]?.push(cell);
      if (isBlank(cell)) continue;
      filled[index] = (filled[index] ?? 0) + 1;
      if (examples[index] === '') examples[index] = cell.slice(0, longestExample);
    }
  }
  const texts = roles.texts ?? [roles.text];
  const isIn = (name: string, role: string) =>
    role === name || (!columns.includes(role) && hasColumn([name], role));
  found.columns = columns.map((name, index) => ({
    name,
    role: [
      ...(roles.id !== undefined && isIn(name, roles.id) ? ['id'] : []),
      ...(texts.some((text) => isIn(name, text)) ? ['text'] : []),
      ...(roles.context.some((one) => isIn(name, one)) ? ['context'] : []),
    ].join(', '),
    filled: filled[index] ?? 0,
    example: (examples[index] ?? '').replace(/\s+/g, ' ').trim(),
  }));
  found.paths = columns.flatMap((name, index) => pathsIn(name, samples[index] ?? []));
  return found;
}
