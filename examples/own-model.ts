/**
 * A model of your own: whatever can fill in a form. This one is a list of words; a client of any service, a local
 * process or a recorded answer fit in its place. Its answers are kept under its name.
 *
 *   node own-model.ts tickets.csv
 */
import { defineTheme, type OwnModel, openTribunal, readTickets } from 'ticket-tribunal';

const themes = [
  defineTheme({ id: 'refund', name: 'Refund', definition: 'The customer wants money back.' }),
  defineTheme({ id: 'waiting', name: 'Waiting', definition: 'The customer had to wait.' }),
];
const words: Record<string, RegExp> = { refund: /refund|money back/i, waiting: /wait|on hold/i };

const model: OwnModel = {
  name: 'words 1',
  answer({ agent, tickets }) {
    const theme = agent.replace('judge:', '');
    return {
      verdicts: tickets.map(({ id, text }) => {
        const quote = words[theme]?.exec(text)?.[0] ?? '';
        const verdict = quote === '' ? 'no' : 'yes';
        return { ticket: id, quote, rationale: 'by its words', verdict, confidence: 0.8 };
      }),
    };
  },
};

// Every judge is asked, and rules decide: this model is neither triage nor aggregator.
const how = { route: 'all', aggregate: 'never', ledger: 'own-model.db' } as const;
const tribunal = await openTribunal({ themes, model, ...how });
for await (const { ticket, decision } of tribunal.hear(readTickets(process.argv[2] ?? '-')))
  console.log(`${ticket.id}\t${decision.status}\t${decision.themes.join('|')}`);
await tribunal.close();
