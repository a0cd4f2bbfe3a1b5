import type { ThemeAgent } from '../agents/judge.ts';
import { evidenceOf, type Match } from '../src/cases/labels/match.ts';
import { Decision } from '../src/domain/decision/decision.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import type { BatchOptions } from '../src/runs/batch-options.ts';
import type { RunReport } from '../src/runs/close-run.ts';
import { sampleTexts } from '../src/settings/sample-texts.ts';
import type { RunSettings } from '../src/settings/settings.ts';
import { ticketOf } from '../src/settings/stored-ticket.ts';
import { openTickets } from '../src/tickets/read-tickets.ts';
import { hearFile } from './batch.ts';

export interface SearchOptions extends Omit<BatchOptions, 'themes' | 'route'> {
  theme: ThemeAgent;
}

export interface SearchReport extends RunReport {
  theme: ThemeAgent;
  /** The surest first. */
  matches: Match[];
}

/** Looks for one theme, made up on the spot, in a whole file. */
export async function search({ theme, ...options }: SearchOptions): Promise<SearchReport> {
  // 1. Without other themes it is the file's own texts that tell which words are rare.
  const texts = options.endpoint.api === 'embedded' ? await textsOf(options) : undefined;
  // 2. Its judge hears every ticket: with one theme there is nothing for triage to choose.
  const report = await hearFile('search', {
    ...options,
    ...(texts === undefined ? {} : { texts }),
    themes: [theme],
    route: 'all',
  });
  // 3. The matches are read from the ledger: those of a run that went on were not all decided now.
  return { ...report, theme, matches: await readMatches(options.ledger, report.run, theme.id) };
}

/** Enough to tell a rare word from a common one. */
const textsInSample = 3000;

async function textsOf({ file, columns }: Pick<SearchOptions, 'file' | 'columns'>) {
  return (await sampleTexts(await openTickets(file, columns), textsInSample)).texts;
}

async function readMatches(location: string, id: string, theme: string): Promise<Match[]> {
  const ledger = await openLedger(location);
  try {
    const run = await ledger.runs.find(id);
    const settings = JSON.parse(run?.settings ?? '{}') as RunSettings;
    const matches: Match[] = [];
    for await (const row of ledger.records.results(id)) {
      if (row.decision === null) continue;
      const decision = Decision.parse(JSON.parse(row.decision));
      if (!decision.themes.includes(theme)) continue;
      const { id: ticket, text } = ticketOf(row, settings);
      matches.push({ ticket, row: row.row, text, ...evidenceOf(decision) });
    }
    return matches.sort((a, b) => b.confidence - a.confidence || a.row - b.row);
  } finally {
    await ledger.close();
  }
}
