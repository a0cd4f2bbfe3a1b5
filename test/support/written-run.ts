import type { Decision } from '../../src/domain/decision/decision.ts';
import { failedThemes } from '../../src/domain/decision/decision.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RunRow } from '../../src/ledger/schema.ts';
import { runRow } from './run-row.ts';

export interface WrittenTicket {
  id?: string;
  text?: string;
  /** As in 2026-11-22. */
  date?: string;
  /** Tickets with the same one read the same. */
  address?: string;
  /** Left out where the ticket is not decided yet. */
  decision?: Partial<Decision>;
}

export const noDecision: Decision = {
  status: 'decided',
  themes: [],
  confidence: 0.5,
  sentiment: 0.5,
  justification: 'so it is',
  outcomes: [],
  conflicts: [],
  rules: [],
};

/** Enters a run with exactly these decisions into a ledger. */
export async function writeRunRows(
  ledger: Ledger,
  id: string,
  themes: readonly string[],
  tickets: readonly WrittenTicket[],
  change: Partial<RunRow> = {},
): Promise<void> {
  const columns = ['id', 'text', 'date'];
  await ledger.runs.start(
    runRow(id, {
      file: '/somewhere/my tickets.csv',
      rows: tickets.length,
      settings: JSON.stringify({
        columns,
        header: columns,
        roles: { id: 'id', text: 'text', context: [] },
        themes: themes.map((theme) => ({ id: theme, name: theme, definition: '', excludes: [] })),
        route: 'all',
        aggregate: 'never',
        docket: 1,
        concurrency: 1,
        limits: {},
        fresh: false,
      }),
      ...change,
    }),
  );
  await ledger.write({
    tickets: tickets.map((ticket, index) => {
      const { id: own = `T${index + 1}`, text = 'a text', date = '', address } = ticket;
      const cells = JSON.stringify([own, text, date]);
      return {
        run: id,
        row: index + 1,
        id: own,
        cells,
        defect: null,
        address: address ?? `${id} ${index}`,
      };
    }),
    decisions: tickets.flatMap(({ decision }, index) => {
      if (decision === undefined) return [];
      const whole = { ...noDecision, ...decision };
      const { status, themes: given, confidence, sentiment } = whole;
      return {
        run: id,
        row: index + 1,
        status,
        themes: given.join('|'),
        confidence,
        sentiment,
        failed: failedThemes(whole).join('|'),
        body: JSON.stringify(whole),
        reused: 0,
      };
    }),
  });
}
