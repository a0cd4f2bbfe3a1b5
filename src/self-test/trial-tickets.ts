import { sample } from '../domain/random.ts';
import type { Ticket } from '../domain/ticket.ts';
import { sampleGold, sampleTickets } from '../installation.ts';
import { readGold } from '../tickets/read-gold.ts';
import { openTickets } from '../tickets/read-tickets.ts';

/** A ticket with the themes that apply to it. */
export type TrialTicket = Pick<Ticket, 'id' | 'text' | 'context'> & {
  themes: string[];
  /** Columns that no judge reads. */
  columns?: Record<string, string>;
};

/** These give orders to the judges, so they are no clean tickets to begin with. */
const attacks = ['T004', 'T055', 'T060'];

/** The labelled tickets that come with the tribunal, without attacks and without repetitions. */
export async function readTrialTickets(
  themes: readonly { id: string; name: string }[],
): Promise<TrialTicket[]> {
  const gold = await readGold(sampleGold, themes);
  const file = await openTickets(sampleTickets, {});
  const pool: TrialTicket[] = [];
  const seen = new Set<string>();
  for await (const { id, text, context } of file.tickets()) {
    if (attacks.includes(id) || seen.has(text)) continue;
    seen.add(text);
    pool.push({ id, text, context, themes: gold.labels.get(id) ?? [] });
  }
  return pool;
}

/** A small batch, with tickets of one kind among it where that is asked for. */
export function drawBatch(
  random: () => number,
  pool: readonly TrialTicket[],
  size: number,
  wanted?: { isWanted: (ticket: TrialTicket) => boolean; count: number },
): TrialTicket[] {
  const first = wanted ? sample(random, pool.filter(wanted.isWanted), wanted.count) : [];
  const rest = pool.filter((ticket) => !first.includes(ticket));
  const batch = [...first, ...sample(random, rest, size - first.length)];
  return sample(random, batch, batch.length).map((ticket) => structuredClone(ticket));
}
