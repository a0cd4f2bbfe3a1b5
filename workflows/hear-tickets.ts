import { type Decision, failedThemes } from '../src/domain/decision.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import { ModelFault, stopping } from '../src/model/fault.ts';
import type { Panel } from './open-panel.ts';

export interface HearingOptions {
  /** Tickets that may be open at once, as it is now. */
  inFlight(): number;
  stop: AbortSignal;
  /** Asked before a decision is recorded; false leaves the ticket undecided and ends the run. */
  confirm?: ((ticket: Ticket, decision: Decision) => Promise<boolean>) | undefined;
  /** Called as each decision is durable. Ticket after ticket where one is in flight. */
  onDecision(ticket: Ticket, decision: Decision): Promise<void> | void;
}

/**
 * Hears tickets of a run, and makes each decision durable. Returns why it stopped before the
 * end, if a budget did that; rejects with an error that did.
 */
export async function hearTickets(
  run: Panel,
  tickets: AsyncIterable<Ticket>,
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
      const { decision, sources, reused, audits } = await run.tribunal.hear(ticket);
      if (options.confirm !== undefined && !(await options.confirm(ticket, decision))) return;
      await run.ledger.writeAsLiving({
        decisions: [
          {
            run: run.id,
            row: ticket.row,
            status: decision.status,
            themes: decision.themes.join('|'),
            confidence: decision.confidence,
            body: JSON.stringify({
              ...decision,
              sources,
              ...(audits.length === 0 ? {} : { audits }),
            }),
            reused,
            sentiment: decision.sentiment,
            failed: failedThemes(decision).join('|'),
          },
        ],
      });
      await run.router?.keepReport(false);
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

  for await (const ticket of tickets) {
    while (open >= inFlight()) await change();
    if (stop.aborted || failure !== undefined || spent !== undefined) break;
    open += 1;
    void hear(ticket);
  }
  run.endIntake();
  while (open > 0) await change();
  await run.recorder.forceFlush();
  if (failure !== undefined) throw failure;
  await run.router?.keepReport(true);
  return spent;
}
