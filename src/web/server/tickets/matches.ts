import { evidenceOf } from '../../../cases/labels/match.ts';
import { Decision } from '../../../domain/decision/decision.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { quoteLocator } from '../../../domain/text/locate-quote.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { ticketOf } from '../../../settings/stored-ticket.ts';
import type { Matches, TicketMatch } from '../../api/search.ts';
import { notFound } from '../answer.ts';

/** Characters of a text that are shown, and of them before a quote that stands further down. */
const longestText = 500;
const longestLead = 120;
/** A quote is only looked for so far into a text. */
const longestSought = 100_000;

/** Some of the tickets that a search found, the surest first. @throws UserMistake for a run that is no search */
export async function readMatches(
  ledger: Ledger,
  id: string,
  { offset, limit }: { offset: number; limit: number },
): Promise<Matches> {
  const run = await ledger.runs.find(id);
  if (run === undefined) throw notFound(`there is no run ${id}`);
  const settings = JSON.parse(run.settings) as RunSettings;
  const [theme, ...others] = settings.themes;
  if (theme === undefined || others.length > 0)
    throw new UserMistake(`run ${id} is no search: it has several themes; see its results`);
  const { decided, review, failed } = await ledger.records.countDecisions(id);
  const rows = await ledger.matches.page(id, theme.id, offset, limit);
  return {
    theme: { id: theme.id, name: theme.name, definition: theme.definition },
    total: await ledger.matches.count(id, theme.id),
    decided: decided + review + failed,
    matches: rows.map((row) => {
      const evidence = evidenceOf(Decision.parse(JSON.parse(row.decision)));
      const { id: ticket, text } = ticketOf(row, settings);
      return { row: row.row, ticket, ...evidence, ...excerptOf(text, evidence.quote) };
    }),
  };
}

/** What lies around the quote. */
function excerptOf(text: string, quote: string | null): Pick<TicketMatch, 'text' | 'place'> {
  const place = quote === null ? undefined : quoteLocator(text.slice(0, longestSought))(quote);
  const isFar = place !== undefined && place.end > longestText;
  const from = isFar ? cutAt(text, Math.max(0, place.start - longestLead)) : 0;
  const to = cutAt(text, from + longestText);
  const lead = from > 0 ? '… ' : '';
  const shift = lead.length - from;
  return {
    text: `${lead}${text.slice(from, to)}${to < text.length ? ' …' : ''}`,
    place: place ? { start: place.start + shift, end: Math.min(place.end, to) + shift } : null,
  };
}

/** That place, or the one before where it is in the middle of a character. */
function cutAt(text: string, index: number): number {
  return /^[\uDC00-\uDFFF]/.test(text.charAt(index)) ? index - 1 : index;
}
