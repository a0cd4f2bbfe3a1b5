import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'agent_manners',
  name: 'Agent manners',
  definition:
    'The customer talks about how a support agent treated them: rude, cold, impatient or mocking, or else polite, kind, patient and full of empathy.',
  counts: [
    'Tone, courtesy, patience or listening of a support agent, good or bad',
    'Empathy shown or missing when the customer was in distress',
    'Being interrupted, laughed at, lectured, accused or hung up on',
    'Praise of an agent as a person: friendly, lovely, kind',
  ],
  doesNotCount: [
    'Cabin crew, gate staff or pilots: no support contact',
    'Skill or knowledge with no word of tone: agent_knowledge',
    'An agent called only helpful, with no word of tone',
    'A line that dropped by itself: technology',
    'General thanks to nobody in particular',
  ],
  examples: [
    'The agent was rude and talked over me the entire call.',
    'She was so kind and patient with my elderly father.',
    'He hung up on me when I asked for his supervisor.',
    'Not one word of sympathy although I told them about the funeral.',
    'Very polite and friendly gentleman, he really listened.',
    'I was treated like a liar by your representative.',
    'Arrogant tone, as if my question was stupid.',
    'Warm, caring and respectful from the first hello.',
  ],
  counterExamples: [
    'The flight attendant rolled her eyes at us.',
    'The agent knew the visa rules by heart.',
    'The call was cut off by a bad connection.',
  ],
});
