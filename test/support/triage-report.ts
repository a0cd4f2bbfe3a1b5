import type { TriageReport } from '../../src/domain/decision/triage-report.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';

/**
 * How a learned triage might stand after 1,000 tickets: it kept its promise, asked less and less, and the first theme
 * changed. The second theme has too few yes.
 */
export function triageReportOf(
  themes: readonly string[],
  change: Partial<TriageReport> = {},
): TriageReport {
  const ofTheme = { questions: 1000, asked: 400, unasked: 600, audited: 50 };
  const stretch = (share: number) => {
    const questions = 100 * themes.length;
    const asked = Math.round(share * questions);
    return {
      tickets: 100,
      questions,
      asked,
      unasked: questions - asked,
      audited: Math.round(0.05 * questions),
      lostAtMost: 4,
    };
  };
  return {
    questions: 1000 * themes.length,
    asked: 400 * themes.length,
    unasked: 600 * themes.length,
    audited: 50 * themes.length,
    maxMiss: 0.02,
    yes: 992,
    lostEstimate: 8,
    lostAtMost: 16,
    isKept: true,
    changes: [{ ticket: 700, theme: themes[0] ?? '' }],
    themes: themes.map((id, index) => ({
      id,
      ...ofTheme,
      yes: index === 1 ? 3 : 98,
      lostAtMost: index === 1 ? null : 2,
      isKept: index === 1 ? null : index !== 2,
    })),
    over: [1, 0.8, 0.5, 0.4, 0.3, 0.2, 0.2, 0.2, 0.2, 0.2].map(stretch),
    ...change,
  };
}

/** Enters how the learned triage of a run stands. */
export async function putTriage(
  location: string,
  run: string,
  report: TriageReport,
): Promise<void> {
  const ledger = await openLedger(location);
  await ledger.runs.update(run, { triage: JSON.stringify(report) });
  await ledger.close();
}
