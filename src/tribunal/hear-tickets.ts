import { type Decision, failedThemes } from '../domain/decision/decision.ts';
import { plural } from '../domain/text/plural.ts';
import type { Ticket } from '../domain/ticket.ts';
import { type EarlyEnd, endByLimit, noEarlyEnd, readEnd } from './early-end.ts';
import type { Panel } from './open-panel.ts';
import type { TicketFlow } from './swarm.ts';
import type { Heard } from './tribunal.ts';

export interface HearingOptions {
  /** Tickets that may be open at once, as it is now. */
  inFlight(): number;
  /** Their way to a decision; that of `workflows/hear-ticket.ts` where left out. */
  flow?: TicketFlow | undefined;
  stop: AbortSignal;
  /** The share of tickets that may fail, 0 to 1; all where left out. */
  maxFailed?: number | undefined;
  /** Asked before a decision is recorded; false leaves the ticket undecided and ends the run. */
  confirm?: ((ticket: Ticket, decision: Decision) => Promise<boolean>) | undefined;
  /** Called as each decision is durable. Ticket after ticket where one is in flight. */
  onDecision(ticket: Ticket, decision: Decision): Promise<void> | void;
}

/** How hearing ended: early, where anything but a person did that, and whether all are heard. */
export interface HearingEnd extends EarlyEnd {
  isAll: boolean;
}

/** From so many tickets on their share of failed ones says something. */
const tellingTickets = 50;
/** Failed tickets that wait for the first answer that can be used. */
const mostHeld = 1000;

/**
 * So many that every judge's docket can fill while others are still filling: fewer would send
 * part-filled dockets off, more only take memory.
 */
export function openTickets(docket: number, themes: number, concurrency: number): number {
  return Math.min(8192, docket * (2 * (themes + 2) + concurrency));
}

/** Hears tickets of a run, and makes each decision durable. Rejects with an error that ended it. */
export async function hearTickets<Run extends Panel>(
  run: Run,
  tickets: AsyncIterable<Ticket>,
  options: HearingOptions,
): Promise<HearingEnd> {
  const { inFlight, stop, maxFailed = 1 } = options;
  let open = 0;
  let failure: unknown;
  let end: EarlyEnd | undefined;
  const held: { ticket: Ticket; heard: Heard }[] = [];
  const count = { heard: 0, failed: 0 };
  let wake = () => {};
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });

  async function hear(ticket: Ticket): Promise<void> {
    try {
      const heard = await run.tribunal.hear(ticket, options.flow);
      // If it turns out that the model is useless, the ticket was never heard.
      const isInDoubt = heard.decision.status === 'failed' && run.doubt() !== undefined;
      if (isInDoubt && held.length < mostHeld) held.push({ ticket, heard });
      else await keep(ticket, heard);
    } catch (error) {
      const read = readEnd(error);
      if (read === undefined) failure ??= error;
      else if (read.stoppedBy !== null) end ??= read;
      run.halt();
    } finally {
      open -= 1;
      wake();
    }
  }

  async function keep(ticket: Ticket, heard: Heard): Promise<void> {
    const { decision } = heard;
    if (options.confirm !== undefined && !(await options.confirm(ticket, decision))) return;
    await run.ledger.writeAsLiving({ decisions: [rowOf(run.id, ticket, heard)] });
    await run.router?.keepReport(false);
    await options.onDecision(ticket, decision);
    count.heard += 1;
    if (decision.status === 'failed') count.failed += 1;
    if (!isTooMuch(Math.max(count.heard, tellingTickets))) return;
    end ??= tooManyFailed();
    run.halt();
  }

  const isTooMuch = (tickets: number) => count.failed > maxFailed * tickets;
  const tooManyFailed = () =>
    endByLimit(
      `--max-failed ${100 * maxFailed}% is passed: ${count.failed} of ${plural(count.heard, 'ticket')} failed`,
    );

  const isOver = () => stop.aborted || failure !== undefined || end !== undefined;
  run.beginIntake();
  try {
    for await (const ticket of tickets) {
      while (open >= inFlight()) await change();
      if (isOver()) break;
      open += 1;
      void hear(ticket);
    }
  } catch (error) {
    failure ??= error;
    run.halt();
  }
  run.endIntake();
  while (open > 0) await change();
  if (end?.stoppedBy !== 'answers') for (const { ticket, heard } of held) await keep(ticket, heard);
  await run.recorder.forceFlush();
  if (failure !== undefined) throw failure;
  await run.router?.keepReport(true);
  const isAll = !isOver();
  if (isAll && isTooMuch(count.heard)) end = tooManyFailed();
  return { ...(end ?? { ...noEarlyEnd, useless: run.doubt() ?? null }), isAll };
}

function rowOf(run: string, { row }: Ticket, { decision, sources, reused, audits }: Heard) {
  const { status, confidence, sentiment } = decision;
  return {
    run,
    row,
    status,
    confidence,
    sentiment,
    reused,
    themes: decision.themes.join('|'),
    failed: failedThemes(decision).join('|'),
    body: JSON.stringify({ ...decision, sources, ...(audits.length === 0 ? {} : { audits }) }),
  };
}
