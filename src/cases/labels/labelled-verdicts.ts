import { Decision } from '../../domain/decision/decision.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import { readGold } from '../../tickets/read-gold.ts';
import { checkGold } from './check-gold.ts';

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

interface LabelledRun {
  id: string;
  rows: number | null;
  parsed: RunSettings;
}

/**
 * The labelled tickets of a run of which the judge of a theme gave an answer: by the labels of a file, or else by those
 * that the ledger keeps. @throws UserMistake for a file whose labels are of other tickets or themes
 */
export async function readLabelledVerdicts(
  ledger: Ledger,
  run: LabelledRun,
  theme: string,
  gold?: string,
): Promise<LabelledVerdicts> {
  const found: LabelledVerdicts = { verdicts: [], unasked: 0 };
  const seen = new Set<string>();
  for await (const byRow of gold === undefined
    ? keptLabels(ledger, run)
    : labelsOfFile(ledger, run, gold)) {
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
            ticket: ticketOf(stored, run.parsed),
            address: stored.address,
            label,
            said: outcome.verdict === 'yes',
            rationale: outcome.rationale,
          });
        else if (outcome?.kind !== 'failed' && label) found.unasked += 1;
      }
  }
  return found;
}

/** Themes by row, for some rows at a time. */
type LabelledRows = AsyncGenerator<Map<number, readonly string[]>>;

async function* keptLabels(ledger: Ledger, run: LabelledRun): LabelledRows {
  for (let from = 1; from <= (run.rows ?? 0); from += rowsAtOnce) {
    const labels = await ledger.labels.between(run.id, from, from + rowsAtOnce - 1);
    yield new Map(labels.map(({ row, themes }) => [row, themes.split('|')]));
  }
}

async function* labelsOfFile(ledger: Ledger, run: LabelledRun, file: string): LabelledRows {
  const { themes, roles } = run.parsed;
  const gold = await readGold(file, themes, { id: roles.id });
  const matched = new Set<string>();
  for (let from = 1; from <= (run.rows ?? 0); from += rowsAtOnce) {
    const labelled = new Map<number, readonly string[]>();
    const { row: rows, id: ids } = await ledger.results.ids(run.id, from, from + rowsAtOnce - 1);
    for (const [at, row] of rows.entries()) {
      const id = ids[at] ?? '';
      const label = gold.labels.get(id);
      if (label === undefined) continue;
      matched.add(id);
      labelled.set(row, label);
    }
    yield labelled;
  }
  await checkGold(ledger, run, gold, matched);
}
