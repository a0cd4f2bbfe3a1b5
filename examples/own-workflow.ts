/**
 * Another way for each ticket: what is short is settled cheaply, and where judges are in doubt another model is asked
 * for a second opinion, which then counts. Everything else is as with `batch`: ledger, progress, Ctrl-C, resume.
 *
 *   npx tribunal run own-workflow.ts tickets.csv --model small --base-url URL --second large
 */
import { defineWorkflow, hearTicket, type TicketFlow } from 'ticket-tribunal';

export default defineWorkflow(async ({ tribunal, tickets, args }) => {
  if (typeof args.second !== 'string') throw new Error('name another model: --second large');
  const model = args.second;

  const flow: TicketFlow = async (ticket, swarm) => {
    // The usual way, which is a page of its own: workflows/hear-ticket.ts.
    if (ticket.text.length < 40) return hearTicket(ticket, swarm);

    const { routes, sentiment } = await swarm.triage(ticket);
    const first = await swarm.handOff(ticket, routes);
    const { conflicts } = swarm.reconcile(ticket, first);
    if (conflicts.length === 0) return swarm.decide(ticket, { outcomes: first, sentiment });

    const doubted = new Map(
      conflicts.flatMap(({ kind, themes }) => themes.map((theme) => [theme, kind])),
    );
    const second = await swarm.handOff(ticket, doubted, { model });
    const outcomes = first.map((outcome, theme) => {
      const other = second[theme];
      return other === undefined || other.kind === 'not_routed' ? outcome : other;
    });
    return swarm.decide(ticket, { outcomes, sentiment });
  };

  let open = 0;
  for await (const { decision } of tribunal.hear(tickets, { flow }))
    if (decision.status === 'review') open += 1;
  console.error(`Still for a person: ${open}`);
});
