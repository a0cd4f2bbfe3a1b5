import { Decision } from '../domain/decision/decision.ts';
import { AnswerWatch, type SameAnswers } from '../domain/decision/same-answers.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunSettings } from '../settings/settings.ts';
import { ticketOf } from '../settings/stored-ticket.ts';
import type { ResultsWriter, WrittenFile } from '../tickets/results/write-results.ts';
import { correct, correctionsOf } from './corrections.ts';

/** How a run's tickets came out. */
export interface RunCounts {
  tickets: number;
  decided: number;
  review: number;
  failed: number;
  /** Tickets by theme, in the run's order. */
  themes: Record<string, number>;
  /** Failed tickets by reason. */
  failures: Record<string, number>;
}

/** Writes a run's results from the ledger, in the file's order, and counts them. */
export async function writeRun(
  ledger: Ledger,
  run: { id: string; settings: RunSettings },
  writer: ResultsWriter | undefined,
): Promise<{ counts: RunCounts; files: WrittenFile[]; sameAnswers: SameAnswers[] }> {
  const counts: RunCounts = {
    tickets: 0,
    decided: 0,
    review: 0,
    failed: 0,
    themes: Object.fromEntries(run.settings.themes.map(({ id }) => [id, 0])),
    failures: {},
  };
  const watch = new AnswerWatch();
  const corrections = await correctionsOf(ledger, run.id);
  for await (const row of ledger.records.results(run.id)) {
    counts.tickets += 1;
    if (row.decision === null) continue;
    const decided = Decision.parse(JSON.parse(row.decision));
    const decision = correct(decided, corrections.get(Number(row.row)));
    watch.add(decided, row.address, () => ticketOf(row, run.settings));
    counts[decision.status] += 1;
    for (const theme of decision.themes) counts.themes[theme] = (counts.themes[theme] ?? 0) + 1;
    if (decision.status === 'failed') {
      const reason = failureReason(decision);
      counts.failures[reason] = (counts.failures[reason] ?? 0) + 1;
    }
    await writer?.write({ ticket: ticketOf(row, run.settings), decision });
  }
  const files = (await writer?.commit()) ?? [];
  return { counts, files, sameAnswers: watch.report(!run.settings.redact) };
}

/** Why a ticket failed, without what is only true of that ticket. */
function failureReason({ rules: [first], justification, outcomes }: Decision): string {
  const causes = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? outcome.cause : []));
  return causes.length > 0
    ? `judges: ${[...new Set(causes)].join(', ')}`
    : (first?.detail ?? justification).replace(/^line \d+: /, '').slice(0, 80);
}
