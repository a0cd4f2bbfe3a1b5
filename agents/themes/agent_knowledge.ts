import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'agent_knowledge',
  name: 'Agent knowledge',
  definition:
    'The customer talks about what a support agent knew: no answer, wrong or contradictory information, little training, or else expert and correct knowledge.',
  counts: [
    'An agent who did not know, guessed, or had to ask a colleague for everything',
    'Wrong information given by an agent',
    'Agents who contradict each other',
    'Praise for an expert, competent or well-informed agent',
  ],
  doesNotCount: [
    'Tone or kindness: agent_manners',
    'Wrong information on a help page or from a bot: self_help_resources',
    'A wrong or partial fix, with nothing said of what the agent knew: quality_of_resolution',
    'An agent called only helpful or nice',
  ],
  examples: [
    'The agent had no idea what a connecting flight is.',
    'Two of your people gave me two opposite answers about my visa.',
    'She knew every detail of the stroller regulations, a true expert.',
    'I was told wrongly that I need no transit permit.',
    'Clearly untrained staff: he read everything from a script and could not explain it.',
    'The representative was very competent and understood the technical question immediately.',
    'He had to ask his supervisor for the most basic information.',
  ],
  counterExamples: [
    'The website gave the wrong terminal.',
    'The agent was charming.',
    'They booked me on the wrong date.',
  ],
});
