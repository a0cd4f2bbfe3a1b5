import { type Answerer, answerByDefault } from './chat-question.ts';

/** What its sharpener writes. */
export const betterDefinition = 'The customer had to wait, on the telephone or for an answer.';

/** A model that finds a theme by its better definition only: by any other it says no. */
export const sharpeningModel: Answerer = (question) => {
  const { tool, tickets, instructions } = question;
  if (tool === 'rewrite_theme')
    return {
      themes: tickets.map(({ id }) => ({
        ticket: id,
        reason: 'The judge overlooked customers who waited on the telephone.',
        definition: betterDefinition,
        counts: ['waiting on the telephone'],
        does_not_count: [],
      })),
    };
  if (tool === 'submit_verdicts' && instructions.includes(betterDefinition))
    return {
      verdicts: tickets.map(({ id, ...ticket }) => ({
        ticket: id,
        verdict: 'yes',
        confidence: 0.9,
        rationale: 'waited',
        quote: String(Object.values(ticket)[0]).split(' ').slice(0, 3).join(' '),
      })),
    };
  return answerByDefault(question);
};
