import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'quality_of_resolution',
  name: 'Quality of resolution',
  definition:
    'The customer says whether what support did settled the problem: fully, in part, wrongly or not at all.',
  counts: [
    'The problem is said to be solved, and the customer is content with the outcome',
    'Only part of the problem was settled',
    'A wrong fix, or a fix that made a new problem',
    'The case was closed, or an answer given, and the problem is still there',
    'An offer or compensation judged as an answer to the problem: enough, or not',
  ],
  doesNotCount: [
    'Thanks or a general mark for the service, with no word of an outcome',
    'A rule called unfair, with no word on whether the problem is settled: policy',
    'No answer yet, so that there is no outcome to judge: waiting_time',
    'An agent who lacked an answer, with no word on the outcome: agent_knowledge',
  ],
  examples: [
    'You closed my case but nothing has been fixed.',
    'Everything was sorted out, I have my new booking and I am happy.',
    'They refunded one ticket and forgot the other two.',
    'The agent moved my flight to the wrong month, so now it is worse than before.',
    'A standard letter that does not answer the question I asked.',
    'Problem solved in full, exactly what I had asked for.',
    'The compensation does not even cover the taxi.',
    'It works again now, thank you, that fixed it.',
    'I got my money back in the end, so all is settled.',
    'Still not solved: the same error, the same missing bag.',
    'Half of it was put right, the rest was ignored.',
    'The answer solved nothing for me.',
  ],
  counterExamples: [
    'Thank you for your service.',
    'No one has answered me so far.',
    'The rule that light fares are not refundable is unfair.',
  ],
});
