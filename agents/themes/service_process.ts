import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'service_process',
  name: 'Service process',
  definition:
    'The customer talks about the way a request has to go: steps, forms, documents, transfers between departments, or which channels and opening hours there are. Complicated or simple, the procedure is the subject.',
  counts: [
    'The forms, scans, receipts or proofs one has to hand in, as a burden or as easy',
    'Being transferred or sent on to another department, desk or company',
    'A channel that is missing, closed, hidden or forced on the customer, such as no phone number or a bot before any person',
    'Departments that do not work together or do not share the case',
    'Praise for a simple procedure',
  ],
  doesNotCount: [
    'Contacting support again, telling the story again or sending the same paper again: repeated_follow_up',
    'A step that fails because a page, app or line breaks down: technology',
    'The fee or condition that the procedure ends in: policy',
    'Time in the queue: waiting_time',
  ],
  examples: [
    'I was transferred from sales to baggage to claims and back to sales.',
    'To get a receipt you have to print a form, sign it and send it by post.',
    'There is no way to reach a person by phone at the weekend.',
    'The bureaucracy is endless: passport copy, boarding pass, bank letter, then all of it again in another format.',
    'Each department says the other one is responsible.',
    'One short form, one click, and the claim was filed. Simple.',
    'Why must I go through a robot menu with nine options before I may speak to someone?',
  ],
  counterExamples: [
    'The upload page crashed when I sent my receipt.',
    'I called again on Thursday and again on Friday.',
    'The form was fine, but the fee is outrageous.',
  ],
});
