/**
 * A theme with a judge that has a tool of its own: it counts days, which models do badly.
 *
 *   npx tribunal batch tickets.csv --themes own-theme.ts --model NAME --base-url URL
 */
import { defineTheme } from 'ticket-tribunal';
import { z } from 'zod';

const Days = z.object({
  from: z.iso.date().describe('the first day, as in 2026-03-02'),
  to: z.iso.date().describe('the last day'),
});

export default defineTheme({
  id: 'late_reply',
  name: 'Late reply',
  definition: 'The customer waited more than 14 days for a first reply.',
  counts: ['Two dates in the ticket that lie more than 14 days apart, the second that of a reply.'],
  doesNotCount: ['Waiting on the telephone.', 'A refund that is late, though there was a reply.'],
  examples: ['I wrote on 2 March. Your first reply is dated 4 April.'],
  judge: {
    instructions: 'Where a ticket has two dates, call days_between before your verdict.',
    // model: 'gpt-4.1',  another one than the other judges have, on the same server
    tools: [
      {
        name: 'days_between',
        description: 'Counts the days from one date to another.',
        parameters: Days,
        execute(input) {
          const { from, to } = Days.parse(input);
          return { days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) };
        },
      },
    ],
  },
});
