import { Decision } from '../../domain/decision/decision.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';

/** What the judge of a theme said of a ticket, beside what people say. */
export interface LabelledVerdict {
  ticket: Ticket;
  address: string;
  label: boolean;
  said: boolean;
  /** Why, in the judge's words. */
  rationale: string;
}

export interface LabelledVerdicts {
  /** Each different ticket once, in the file's order. */
  verdicts: LabelledVerdict[];
  /** Labelled tickets that have the theme, and of which triage did not ask the judge. */
  unasked: number;
}

const [rowsAtOnce, wholeAtOnce] = [5000, 200];

/** The labelled tickets of a run of which the judge of a theme gave an answer. */
export async function readLabelledVerdicts(
  ledger: Ledger,
  run: { id: string; rows: number | null; parsed: RunSettings },
  theme: string,
): Promise<LabelledVerdicts> {
  const found: LabelledVerdicts = { verdicts: [], unasked: 0 };
  const seen = new Set<string>();
  for (let from = 1; from <= (run.rows ?? 0); from += rowsAtOnce) {
    const labels = await ledger.results.labels(run.id, from, from + rowsAtOnce - 1);
    const byRow = new Map(labels.map(({ row, themes }) => [row, themes.split('|')]));
    const rows = [...byRow.keys()];
    for (let start = 0; start < rows.length; start += wholeAtOnce)
      for (const stored of await ledger.results.whole(
        run.id,
        rows.slice(start, start + wholeAtOnce),
      )) {
        if (seen.has(stored.address)) continue;
        seen.add(stored.address);
        const label = byRow.get(stored.row)?.includes(theme) === true;
        const { outcomes } = Decision.parse(JSON.parse(stored.decision));
        const outcome = outcomes.find((one) => one.theme === theme);
        if (outcome?.kind === 'verdict')
          found.verdicts.push({
            ...{ ticket: ticketOf(stored, run.parsed), address: stored.address, label },
            ...{ said: outcome.verdict === 'yes', rationale: outcome.rationale },
          });
        else if (outcome?.kind !== 'failed' && label) found.unasked += 1;
      }
  }
  return found;
}
