import type { Answerer } from './chat-server.ts';

/** Routes every ticket to both themes; a judge says yes where the text names its theme's first word. */
export const sensible: Answerer = ({ tool, instructions, tickets }) => {
  if (tool === 'route_tickets')
    return {
      tickets: tickets.map(({ id }) => ({
        ticket: id,
        routes: ['late_flight', 'lost_bag']
          .filter((theme) => instructions.includes(theme))
          .map((theme) => ({ theme, reason: 'might apply' })),
        sentiment: 0.4,
      })),
    };
  if (tool === 'submit_verdicts') {
    const word = /^Theme: ([a-z]+)/m.exec(instructions)?.[1] ?? '';
    return {
      verdicts: tickets.map(({ id, text }) => {
        const yes = String(text).includes(word);
        return {
          ticket: id,
          verdict: yes ? 'yes' : 'no',
          confidence: 0.9,
          quote: yes ? word : '',
          rationale: 'said by the test',
        };
      }),
    };
  }
  return {
    decisions: tickets.map(({ id }) => ({
      ticket: id,
      themes: [],
      confidence: 0.6,
      sentiment: 0.4,
      justification: 'nothing applies',
      needs_review: false,
    })),
  };
};
