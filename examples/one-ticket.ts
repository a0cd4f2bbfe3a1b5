/**
 * One ticket, without a server or a key: what is it about, and how did that come about?
 *
 *   node one-ticket.ts "You kept me on hold for an hour."
 */
import { openTribunal } from 'ticket-tribunal';

const text = process.argv[2] ?? 'You kept me on hold for an hour, and then the line went dead.';
const tribunal = await openTribunal({ ledger: 'one-ticket.db' });

try {
  for await (const { ticket, decision } of tribunal.hear(text)) {
    console.log(`${decision.status}: ${decision.themes.join(', ') || 'no theme'}`);
    console.log(decision.justification);

    // Each judge's answer. One that failed is not one that said no.
    for (const outcome of decision.outcomes)
      if (outcome.kind === 'verdict')
        console.log(`  ${outcome.theme}: ${outcome.verdict}, "${outcome.quote ?? ''}"`);
      else if (outcome.kind === 'failed')
        console.log(`  ${outcome.theme}: no answer, ${outcome.detail}`);

    // What was done for it: agents, handoffs, tools and model calls.
    for (const { kind, name, milliseconds } of await tribunal.trace(ticket.id))
      console.log(`    ${kind} ${name} ${milliseconds} ms`);
  }
} finally {
  await tribunal.close();
}
