import { Decision } from '../domain/decision/decision.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { TicketRow } from '../ledger/schema.ts';
import type { Labels } from './labels/labels.ts';

/** How a ticket of a run stands. */
export interface Standing {
  stored: TicketRow;
  /** Nothing where it was not decided yet. */
  decision: Decision | undefined;
  /** The addresses of the answers that the decision rests on, by agent. */
  sources: Record<string, string>;
  /** Themes of the run that a person gave it; nothing where nobody did. */
  gold: readonly string[] | undefined;
}

/** All tickets of a run in the file's order, decided or not. */
export async function* readStandings(
  ledger: Ledger,
  run: string,
  labels: Labels | undefined,
): AsyncGenerator<Standing> {
  for await (const page of ledger.records.pages(run)) {
    const gold = await labels?.of(page);
    for (const { decision, ...stored } of page) {
      const body = decision === null ? undefined : JSON.parse(decision);
      yield {
        stored,
        decision: body && Decision.parse(body),
        sources: body?.sources ?? {},
        gold: gold?.get(stored.row),
      };
    }
  }
}
