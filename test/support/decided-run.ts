import { failedThemes } from '../../src/domain/decision/decision.ts';
import type { Outcome } from '../../src/domain/decision/outcome.ts';
import type { Routing } from '../../src/domain/decision/routing.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { RunRow } from '../../src/ledger/schema.ts';
import type { RunSettings } from '../../src/settings/settings.ts';
import { caseOf } from './cases.ts';
import { runRow } from './run-row.ts';
import { soundSettings } from './sound-settings.ts';

/** A ticket of a run: its outcomes, or nothing where it was not decided yet. */
export interface DecidedTicket {
  id: string;
  outcomes?: Outcome[];
  sources?: Record<string, string>;
  /** What judges say whom only an audit asked. */
  audits?: Outcome[];
  /** What a triage that learns chose for it. */
  routing?: Routing;
  /** What a judge reads of it. */
  address?: string;
  cells?: string[];
}

/** Enters a finished run over the themes of `cases.ts` into a ledger, without hearing anything. */
export async function enterRun(
  ledger: Ledger,
  id: string,
  tickets: readonly DecidedTicket[],
  more: { run?: Partial<RunRow>; settings?: Partial<RunSettings> } = {},
): Promise<void> {
  await ledger.runs.start(
    runRow(id, {
      settings: JSON.stringify({ ...soundSettings, ...more.settings }),
      rows: tickets.length,
      ...more.run,
    }),
  );
  const rows = tickets.map((ticket, index) => ({ ...ticket, row: index + 1 }));
  await ledger.write({
    tickets: rows.map(({ row, id: ticket, address = `address of ${ticket}`, cells }) => ({
      run: id,
      row,
      id: ticket,
      address,
      defect: null,
      cells: JSON.stringify(cells ?? [ticket, `text of ${ticket}`]),
    })),
    decisions: rows.flatMap(({ row, outcomes, sources = {}, audits }) => {
      if (outcomes === undefined) return [];
      const { decision } = caseOf(outcomes);
      const { status, themes, confidence, sentiment } = decision;
      const body = JSON.stringify({ ...decision, sources, ...(audits && { audits }) });
      const failed = failedThemes(decision).join('|');
      const columns = { status, themes: themes.join('|'), confidence, sentiment, failed };
      return [{ run: id, row, ...columns, body, reused: 0 }];
    }),
    routings: rows.flatMap(({ row, routing }) =>
      routing === undefined ? [] : [{ run: id, row, body: JSON.stringify(routing) }],
    ),
  });
}
