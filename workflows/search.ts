import type { ThemeAgent } from '../agents/judge.ts';
import { Decision } from '../src/domain/decision.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { type BatchOptions, hearFile, type RunReport } from './batch.ts';
import type { RunSettings } from './run-settings.ts';
import { ticketOf } from './write-run.ts';

export interface SearchOptions extends Omit<BatchOptions, 'themes' | 'route'> {
  theme: ThemeAgent;
}

/** A ticket to which the theme applies. */
export interface Match {
  ticket: string;
  row: number;
  status: Decision['status'];
  /** 0 to 1. */
  confidence: number;
  /** Verbatim; null where the model can only say yes or no. */
  quote: string | null;
  reason: string;
  text: string;
}

export interface SearchReport extends RunReport {
  theme: ThemeAgent;
  /** The surest first. */
  matches: Match[];
}

/** Looks for one theme, made up on the spot, in a whole file. */
export async function search({ theme, ...options }: SearchOptions): Promise<SearchReport> {
  // 1. Its judge hears every ticket: with one theme there is nothing for triage to choose.
  const report = await hearFile('search', { ...options, themes: [theme], route: 'all' });
  // 2. The matches are read from the ledger: those of a run that went on were not all decided now.
  return { ...report, theme, matches: await readMatches(options.ledger, report.run, theme.id) };
}

async function readMatches(location: string, id: string, theme: string): Promise<Match[]> {
  const ledger = await openLedger(location);
  try {
    const run = await ledger.run(id);
    const settings = JSON.parse(run?.settings ?? '{}') as RunSettings;
    const matches: Match[] = [];
    for await (const row of ledger.records.results(id)) {
      if (row.decision === null) continue;
      const decision = Decision.parse(JSON.parse(row.decision));
      if (!decision.themes.includes(theme)) continue;
      const { id: ticket, text } = ticketOf(row, settings);
      matches.push({ ...{ ticket, row: row.row, text }, ...evidenceOf(decision) });
    }
    return matches.sort((a, b) => b.confidence - a.confidence || a.row - b.row);
  } finally {
    await ledger.close();
  }
}

/** What speaks for the theme: its judge's yes, or the aggregator's word where that overruled a no. */
function evidenceOf(decision: Decision): Omit<Match, 'ticket' | 'row' | 'text'> {
  const { status, confidence, justification } = decision;
  const [outcome] = decision.outcomes;
  return outcome?.kind === 'verdict' && outcome.verdict === 'yes'
    ? {
        ...{ status, confidence: outcome.confidence },
        ...{ quote: outcome.quote, reason: outcome.rationale },
      }
    : { status, confidence: confidence ?? 0, quote: null, reason: justification };
}
