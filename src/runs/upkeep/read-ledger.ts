import { Decision } from '../../domain/decision/decision.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { openExisting } from '../../ledger/open-ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { ticketOf } from '../../settings/stored-ticket.ts';
import { readTrace } from '../read-trace.ts';
import type { TraceSpan } from '../trace-span.ts';
import { explainDamage, explained } from './explain-damage.ts';

/** A run as a list shows it. */
export interface RunSummary {
  id: string;
  workflow: string;
  file: string;
  model: string;
  status: string;
  startedAt: Date;
  endedAt: Date | undefined;
  counts: { decided: number; review: number; failed: number };
}

/** A ticket and what was decided of it; nothing where its run ended before. */
export interface TicketResult {
  ticket: Ticket;
  decision: Decision | undefined;
}

/** A ledger that is only read. */
export interface LedgerReader extends AsyncDisposable {
  /** All runs, the newest first. */
  runs(): Promise<RunSummary[]>;
  /** A run's tickets in the order of their file, read as they are asked for. Default: the newest run. */
  results(run?: string): AsyncIterable<TicketResult>;
  /** The spans behind a ticket's decision, of all tickets of that id. Default: of the newest run. */
  trace(ticket: string, run?: string): Promise<TraceSpan[]>;
  close(): Promise<void>;
}

/**
 * Opens a ledger to read from: the path of a file, or an address as in `postgres://user@host/name`.
 * @throws UserMistake where there is none
 */
export async function openLedger(location = '.tribunal/ledger.db'): Promise<LedgerReader> {
  const ledger = await openExisting(location);
  if (ledger === undefined) throw new UserMistake(`there is no ledger at ${location}`);
  const close = () => ledger.close();
  return {
    runs: () =>
      explained(ledger, async () => {
        const rows = await ledger.runs.all();
        return Promise.all(
          rows.map(async ({ id, workflow, file, model, status, started_at, ended_at }) => ({
            id,
            workflow,
            file,
            model,
            status,
            startedAt: new Date(started_at),
            endedAt: ended_at === null ? undefined : new Date(ended_at),
            counts: await ledger.records.countDecisions(id),
          })),
        );
      }),
    async *results(id) {
      try {
        const run = await readRun(ledger, id);
        for await (const row of ledger.records.results(run.id))
          yield {
            ticket: ticketOf(row, run.parsed),
            decision: row.decision === null ? undefined : Decision.parse(JSON.parse(row.decision)),
          };
      } catch (error) {
        throw await explainDamage(ledger, error);
      }
    },
    trace: (ticket, id) => explained(ledger, () => readTrace(ledger, ticket, id)),
    close,
    [Symbol.asyncDispose]: close,
  };
}
