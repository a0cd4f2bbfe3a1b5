import { ticketAddress } from '../src/domain/address.ts';
import type { Decision } from '../src/domain/decision.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import { ModelFault, stopping } from '../src/model/fault.ts';
import type { PreparedRun } from './prepare-run.ts';
import { ticketOf } from './write-run.ts';

export interface HearingOptions {
  /** Tickets that may be open at once. */
  inFlight: number;
  stop: AbortSignal;
  /** Asked before a decision is recorded; false leaves the ticket undecided and ends the run. */
  confirm?: ((ticket: Ticket, decision: Decision) => Promise<boolean>) | undefined;
  /** Called as each decision is durable. Ticket after ticket where one is in flight. */
  onDecision(ticket: Ticket, decision: Decision): Promise<void> | void;
}

/** Rows that are stored and looked up together. */
const chunkSize = 200;

/**
 * Hears all tickets of a prepared run that have no decision yet. Returns why it stopped before the
 * end, if a budget did that; rejects with an error that did.
 */
export async function hearTickets(
  run: PreparedRun,
  options: HearingOptions,
): Promise<string | undefined> {
  const { inFlight, stop } = options;
  let open = 0;
  let failure: unknown;
  let spent: string | undefined;
  let wake = () => {};
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  async function hear(ticket: Ticket): Promise<void> {
    try {
      const { decision, sources, reused } = await run.tribunal.hear(ticket);
      if (options.confirm !== undefined && !(await options.confirm(ticket, decision))) return;
      await run.ledger.write({
        decisions: [
          {
            run: run.id,
            row: ticket.row,
            status: decision.status,
            themes: decision.themes.join('|'),
            confidence: decision.confidence,
            body: JSON.stringify({ ...decision, sources }),
            reused,
          },
        ],
      });
      await options.onDecision(ticket, decision);
    } catch (error) {
      if (!(error instanceof ModelFault && stopping.has(error.failure))) failure ??= error;
      else if (error.failure === 'budget_spent') spent ??= error.message;
      run.halt();
    } finally {
      open -= 1;
      wake();
    }
  }

  for await (const ticket of undecided(run)) {
    while (open >= inFlight) await change();
    if (stop.aborted || failure !== undefined || spent !== undefined) break;
    open += 1;
    void hear(ticket);
  }
  run.endIntake();
  while (open > 0) await change();
  await run.recorder.forceFlush();
  if (failure !== undefined) throw failure;
  return spent;
}

/** Yields the tickets that this run has still to decide: first those of an earlier process, then the file's. */
async function* undecided({
  id,
  file,
  ledger,
  resumed,
  settings,
}: PreparedRun): AsyncGenerator<Ticket> {
  let stored = 0;
  if (resumed) {
    stored = await ledger.records.lastRow(id);
    for await (const row of ledger.records.undecided(id)) yield ticketOf(row, settings);
  }
  for await (const tickets of chunks(file.tickets(stored))) {
    await ledger.write({
      tickets: tickets.map((ticket) => ({
        run: id,
        row: ticket.row,
        id: ticket.id,
        address: ticketAddress(ticket),
        cells: JSON.stringify(ticket.cells),
        defect: ticket.defect ?? null,
      })),
    });
    yield* tickets;
  }
}

async function* chunks(tickets: AsyncIterable<Ticket>): AsyncGenerator<Ticket[]> {
  let chunk: Ticket[] = [];
  for await (const ticket of tickets) {
    chunk.push(ticket);
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
