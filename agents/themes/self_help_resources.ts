import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'self_help_resources',
  name: 'Self-help resources',
  definition:
    'The customer talks about the material with which they were to help themselves: FAQ, help pages, guides, videos, or what a chatbot or recorded message says. Missing, wrong, confusing or useful all count.',
  counts: [
    'A help page, FAQ or guide that is missing, out of date, contradictory or hard to understand',
    'A chatbot that answers beside the point or only repeats articles',
    'An answer that the customer searched for on the help pages and did not find',
    'A link to an article that did or did not help',
    'Praise for a clear guide or a useful bot',
  ],
  doesNotCount: [
    'A page or bot that does not load or crashes: technology',
    'A bot complained of only as a barrier in front of a person: service_process',
    'Wrong information from a human agent: agent_knowledge',
    'A rule found unfair, however well it is explained: policy',
  ],
  examples: [
    'The FAQ says nothing about travelling with a wheelchair.',
    'Your help article still shows the menu of the old site.',
    'The chatbot kept suggesting the same useless article about seats.',
    'I looked through the whole help centre and found no answer on pets.',
    'The step-by-step guide with pictures was clear, I could do it on my own.',
    'Two pages of instructions contradict each other about liquids.',
    'The video tutorial explains online check-in really well.',
  ],
  counterExamples: [
    'The help page only showed error 500.',
    'The man on the phone told me the wrong terminal.',
    'I want to talk to a human, not to a machine.',
  ],
});
