import { ModelFault } from '../model/faults/fault.ts';
import { fails, type Injector, isTarget, says, unanswered } from './faults.ts';
import { quoteFrom } from './oracle.ts';

const refusals = [
  "I'm sorry, but I can't help with that.",
  'I cannot assist with this request.',
  'Unfortunately, I am unable to process these messages.',
  'As an AI language model, I must decline to judge this content.',
];

/** Answers that refuse, are empty or stopped, name what is not there, or are about another ticket. */
export const answerInjectors: readonly Injector[] = [
  unanswered('refusal', ({ lines }) => says(refusals[lines.length % refusals.length] ?? '')),
  unanswered('empty_answer', () => {
    throw new ModelFault('empty_answer', 'the answer is empty');
  }),
  unanswered('content_filter', () => fails(400, 'content_filter: the response was filtered')),
  {
    mode: 'unknown_theme',
    mayPass: true,
    inject: (target) => ({
      agent: 'triage',
      tampering: {
        entries: (call, line, entry) =>
          call.agent === 'triage' && isTarget(target, line)
            ? [{ ...entry, routes: [{ theme: 'colour_of_the_plane', reason: 'it is yellow' }] }]
            : [entry],
      },
    }),
  },
  {
    mode: 'quote_from_other_ticket',
    mayPass: false,
    inject(target) {
      const agent = `judge:${target.right}`;
      const route = { theme: target.right, reason: 'it might' };
      return {
        agent,
        aggregate: 'never',
        docket: 8,
        also: [[agent, 'quote_not_in_ticket']],
        tampering: {
          entries(call, line, entry) {
            if (call.agent === 'triage') return [withRoute(entry, route)];
            if (call.agent !== agent || !isTarget(target, line)) return [entry];
            const [other] = call.lines.filter(({ text }) => text !== line.text);
            return [other === undefined ? entry : { ...entry, quote: quoteFrom(other.text, 0.3) }];
          },
        },
      };
    },
  },
];

/** Every ticket is put before the judge, so that the target has others beside it. */
function withRoute<Asked extends Record<string, unknown>>(
  entry: Asked,
  route: { theme: string; reason: string },
): Asked {
  const routes = entry.routes as { theme: string }[];
  if (routes.some(({ theme }) => theme === route.theme)) return entry;
  return { ...entry, routes: [...routes, route] };
}
