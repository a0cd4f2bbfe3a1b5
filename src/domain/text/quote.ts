import { foldWhiteSpace, type Ticket } from '../ticket.ts';
import { foldMarks } from './control-tokens.ts';

/** What a model that can only say yes or no hands in where a quote should be. */
export const cannotQuote = '\u0000cannot quote';

/** Whether a quote stands in the ticket's text or context, white space, case and quotation marks aside. */
export function standsInTicket(quote: string, ticket: Pick<Ticket, 'text' | 'context'>): boolean {
  const wanted = plain(quote);
  return wanted !== '' && plainTextsOf(ticket).some((text) => text.includes(wanted));
}

/** The last ticket that was asked about: it mostly is again, for its next quote. */
let last: { ticket: object; texts: string[] } | undefined;

function plainTextsOf(ticket: Pick<Ticket, 'text' | 'context'>): string[] {
  if (last?.ticket === ticket) return last.texts;
  const texts = [ticket.text, ...Object.values(ticket.context)].map(plain);
  last = { ticket, texts };
  return texts;
}

/** A text as quotes are compared with it. */
export function plain(text: string): string {
  return foldMarks(foldWhiteSpace(text))
    .replace(/[‘’‚′]/g, "'")
    .replace(/[“”„″]/g, '"')
    .toLowerCase();
}
