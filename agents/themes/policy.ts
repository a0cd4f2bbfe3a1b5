import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'policy',
  name: 'Policy',
  definition:
    "The customer gives an opinion on the airline's rules: fees, fare and refund conditions, allowances, deadlines or the lack of an exception. Unfair, unclear or generous, the rule itself is the subject.",
  counts: [
    'A fee, fine or fare condition called unfair, absurd or too high',
    'A rule that the customer finds unclear, hidden or contradictory',
    'Anger that no exception was made to a rule',
    'Praise for a fair or generous rule',
  ],
  doesNotCount: [
    'An agent who did not know the rule or told it wrong: agent_knowledge',
    'A help page that explains a rule badly, when the rule itself is not the subject: self_help_resources',
    'The steps and papers needed to make a claim: service_process',
    'A refund that is merely late: waiting_time',
  ],
  examples: [
    'Charging 60 for a name correction is robbery.',
    'Your no-refund condition was buried in the small print.',
    'Why does a baby need to pay the same change fee as an adult? Unfair terms.',
    'I missed the deadline by one hour because of a funeral and you made no exception.',
    'The cabin bag rule is impossible to understand: allowed on one fare, a fine on the other.',
    'Free rebooking up to a day before departure is a really generous policy.',
    'Vouchers that expire after three months should not be legal.',
  ],
  counterExamples: [
    'The agent quoted me the wrong baggage allowance.',
    'My refund was approved but has not arrived yet.',
    'I needed five forms to ask for the refund.',
  ],
});
