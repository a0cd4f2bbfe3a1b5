import { renderDocket, ticketLine } from '../agents/docket.ts';
import { takeThemes } from '../agents/load-themes.ts';
import { ticketAddress } from '../src/domain/address.ts';
import { type Tariff, tariffOf } from '../src/domain/prices.ts';
import { openTickets, type TicketFile } from '../src/tickets/read-tickets.ts';
import {
  type DocketPlan,
  type PlanOptions,
  planDocket,
  shareOut,
  type TicketCount,
} from './estimate.ts';

const usualDockets = [1, 2, 4, 8, 16, 32];

export interface Plan {
  file: TicketFile;
  count: TicketCount;
  themes: number;
  /** Of the run's own model. */
  tariff: Tariff;
  /** By docket size, the chosen one among them. */
  dockets: DocketPlan[];
}

/** Says what a run would take. Makes no call and writes nothing. */
export async function plan(options: PlanOptions): Promise<Plan> {
  // 1. The themes and the file are opened as for a run, with the same mistakes.
  const themes = await takeThemes(options.themes);
  const file = await openTickets(options.file, options.columns);
  // 2. The tickets are counted.
  const count = await countTickets(file);
  // 3. Who is asked what follows from the options; calls, tokens and time from the docket's size.
  const parts = shareOut(options, themes, count);
  const sizes = [...new Set([...usualDockets, options.docket])].sort((a, b) => a - b);
  return {
    file,
    count,
    themes: themes.length,
    tariff: options.price ?? tariffOf(options.endpoint.model, options.endpoint.baseURL),
    dockets: sizes.map((docket) => planDocket(docket, parts, count, options)),
  };
}

async function countTickets(file: TicketFile): Promise<TicketCount> {
  const count = { rows: 0, defects: 0, repeated: 0, tickets: 0, characters: 0 };
  const heading = renderDocket([], []).length;
  // 52 bits of an address fit a number: a quarter of the memory, for one miscount in many runs.
  const seen = new Set<number>();
  for await (const ticket of file.tickets()) {
    count.rows++;
    if (ticket.defect !== undefined) {
      count.defects++;
      continue;
    }
    const address = Number.parseInt(ticketAddress(ticket).slice(0, 13), 16);
    if (seen.has(address)) {
      count.repeated++;
      continue;
    }
    seen.add(address);
    count.tickets++;
    count.characters += renderDocket(['q00000'], [ticketLine(ticket)]).length - heading + 1;
  }
  return count;
}
