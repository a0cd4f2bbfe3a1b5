import { defineTheme } from 'ticket-tribunal';
import { z } from 'zod';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date looks like 2026-03-31');
const Period = z.object({
  from: z.string().describe('the earlier date, as YYYY-MM-DD'),
  to: z.string().describe('the later date, as YYYY-MM-DD'),
});

export default defineTheme({
  id: 'waiting_time',
  name: 'Waiting time',
  definition:
    'The customer talks about how long support made them wait: to reach a person, to get an answer, or to receive what was promised. Complaint and praise both count.',
  counts: [
    'Time in a phone or chat queue, on hold, or listening to hold music',
    'A message or claim that got a late answer, or none so far',
    'A refund, voucher or call-back that support promised and that took long to come',
    'Praise for a short wait or a fast answer',
  ],
  doesNotCount: [
    'Waiting that has nothing to do with support: boarding, security, a delayed flight, the baggage belt',
    'Having to contact support several times, with no word of time: repeated_follow_up',
    'Many steps or forms, with no word of time: service_process',
    'A slow web page or app: technology',
  ],
  examples: [
    'I was number 38 in the phone queue and hung up after an hour.',
    'It took you sixteen days to answer a single email.',
    'They put me on hold four times, ten minutes each.',
    'Got a reply on chat within thirty seconds, very quick.',
    'Still waiting for the call back you promised last Tuesday.',
    'Six weeks until the refund reached my account. Far too slow.',
    'Long delay before anyone responded to my complaint.',
  ],
  counterExamples: [
    'We sat on the runway for two hours before take-off.',
    'The queue at the check-in desk went all the way to the door.',
    'I phoned five times about the same suitcase.',
  ],
  // This theme brings its own judge: models are poor at counting days, code is not.
  judge: {
    instructions:
      'If a ticket names the dates of a message and of its answer, days_between tells how long it took.',
    tools: [
      {
        name: 'days_between',
        description: 'Counts the days between two dates.',
        parameters: Period,
        execute(input) {
          const { from, to } = Period.parse(input);
          const milliseconds = Date.parse(Day.parse(to)) - Date.parse(Day.parse(from));
          return { days: Math.round(milliseconds / 86_400_000) };
        },
      },
    ],
  },
});
