import { Decision } from '../../../domain/decision/decision.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { ticketOf } from '../../../settings/stored-ticket.ts';
import type { OutcomeMark, TicketLine } from '../../api/results.ts';

const longestText = 300;

/** What of a ticket is asked for beyond the usual: cells by their columns' places, and texts that are not cut. */
export interface LineWish {
  cells?: readonly number[] | undefined;
  isWhole?: boolean;
}

/** The lines of a list for rows, in the rows' order. */
export async function readTicketLines(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  rows: readonly number[],
  { cells, isWhole = false }: LineWish = {},
): Promise<TicketLine[]> {
  if (rows.length === 0) return [];
  const found = await ledger.results.whole(run.id, rows);
  const gold = await ledger.labels.themesOf([...new Set(found.map(({ address }) => address))]);
  const themes = run.parsed.themes.map(({ id }) => id);
  const lines = new Map(
    found.map((row) => {
      const decision = Decision.parse(JSON.parse(row.decision));
      const most = isWhole ? Number.POSITIVE_INFINITY : longestText;
      const hasFailed = decision.status === 'failed';
      const line: TicketLine = {
        row: row.row,
        id: row.id,
        text: cut(ticketOf(row, run.parsed).text, most),
        status: decision.status,
        themes: decision.themes,
        confidence: hasFailed ? null : decision.confidence,
        sentiment: hasFailed ? null : decision.sentiment,
        outcomes: themes.map((theme) => markOf(decision, theme)),
        gold: gold.get(row.address)?.split('|').filter(Boolean) ?? null,
        quote: quoteOf(decision),
      };
      if (cells !== undefined) {
        const stored = JSON.parse(row.cells) as string[];
        line.cells = cells.map((index) => cut(stored[index] ?? '', most));
      }
      return [row.row, line];
    }),
  );
  return rows.flatMap((row) => lines.get(row) ?? []);
}

/** Without half a character at its end. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function markOf({ status, themes, outcomes }: Decision, theme: string): OutcomeMark {
  const outcome = outcomes.find((one) => one.theme === theme);
  const applies = themes.includes(theme);
  // A ticket that failed before any judge saw it has no outcomes: that is no `not_routed`.
  if (outcome === undefined) return status === 'failed' ? 'failed' : 'not_routed';
  if (outcome.kind !== 'verdict') return applies ? 'overruled' : outcome.kind;
  return applies === (outcome.verdict === 'yes') ? outcome.verdict : 'overruled';
}

function quoteOf({ themes, outcomes }: Decision): string | null {
  const [surest] = outcomes
    .flatMap((outcome) => (outcome.kind === 'verdict' ? [outcome] : []))
    .filter(({ theme, verdict, quote }) => verdict === 'yes' && quote && themes.includes(theme))
    .sort((a, b) => b.confidence - a.confidence);
  return surest?.quote ? cut(surest.quote, longestText) : null;
}
