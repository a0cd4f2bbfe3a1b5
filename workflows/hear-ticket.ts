import type { Decision } from '../src/domain/decision/decision.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { Swarm } from '../src/tribunal/swarm.ts';

/** One ticket's way to its decision: every ticket of every run goes through here. */
export async function hearTicket(ticket: Ticket, swarm: Swarm): Promise<Decision> {
  // A text that the model can't read is left to a person.
  const language = await swarm.unread(ticket);
  if (language !== undefined) return swarm.leave(ticket, language);

  // 1. Triage reads the ticket, in one call with others, and names the themes worth judging.
  const { routes, sentiment } = await swarm.triage(ticket);

  // 2. It hands the ticket over to the judge of each, by an SDK handoff; they judge at the same time.
  const outcomes = await swarm.handOff(ticket, routes);

  // 3. Rules settle what code can: quotes that are not in the ticket, themes that exclude each other.
  const { isSettled, conflicts } = swarm.reconcile(ticket, outcomes);

  // 4. The aggregator is asked about what is left.
  const ruling = isSettled ? undefined : await swarm.aggregator(ticket, outcomes, conflicts);

  // 5. The decision follows from all of that.
  return swarm.decide(ticket, { outcomes, sentiment, ruling });
}
