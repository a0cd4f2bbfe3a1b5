import type { Decision } from '../../../domain/decision/decision.ts';
import type { Outcome } from '../../../domain/decision/outcome.ts';
import { quoteLocator } from '../../../domain/text/locate-quote.ts';
import type { Ticket } from '../../../domain/ticket.ts';
import type { TicketRow } from '../../../ledger/schema.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { ticketOf } from '../../../settings/stored-ticket.ts';
import type { TicketReading, TicketText } from '../../api/ticket.ts';

/** A ticket as a person reads it: its texts with the judges' quotes in them. */
export function readingOf(
  row: TicketRow,
  settings: RunSettings,
  decision: Decision | undefined,
): TicketReading {
  const ticket = ticketOf(row, settings);
  return {
    row: row.row,
    id: row.id,
    decision: decision ?? null,
    texts: markTexts(ticket, settings.roles.text, decision?.outcomes ?? []),
  };
}

/** A quote is marked once, in the first text that has it. */
function markTexts(
  { text, context }: Ticket,
  name: string,
  outcomes: readonly Outcome[],
): TicketText[] {
  const texts = [
    { name, text },
    ...Object.entries(context).map(([column, cell]) => ({ name: column, text: cell })),
  ].map((told): TicketText & { locate: ReturnType<typeof quoteLocator> } => ({
    ...told,
    marks: [],
    locate: quoteLocator(told.text),
  }));
  for (const outcome of outcomes) {
    if (outcome.kind !== 'verdict' || !outcome.quote) continue;
    const { theme, verdict, quote } = outcome;
    for (const told of texts) {
      const place = told.locate(quote);
      if (place === undefined) continue;
      told.marks.push({ ...place, theme, verdict });
      break;
    }
  }
  return texts.map(({ locate: _, ...told }) => told);
}
