import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'repeated_follow_up',
  name: 'Repeated follow-up',
  definition:
    'The customer had to come back to support about the same matter, or had to tell the same story or send the same papers more than once.',
  counts: [
    'Two or more calls, mails or chats about one matter',
    'Explaining the case again to each new agent',
    'Sending the same document or number again',
    'Having to chase support for an answer',
  ],
  doesNotCount: [
    'One contact with a long wait: waiting_time',
    'Several transfers within one contact, with nothing told again: service_process',
    'Several contacts about separate matters',
    'A matter settled at the first contact',
  ],
  examples: [
    'I have called seven times about the same bag.',
    'Every new agent asks me to explain the whole story again.',
    'Had to send my bank details for the third time.',
    'I keep chasing you, email after email, for one simple refund.',
    'This is my fifth message on this case.',
    'Phoned, wrote, phoned again, wrote again.',
    'Nobody reads the notes, so I repeat myself with each person.',
  ],
  counterExamples: [
    'One call, one hour on hold.',
    'Solved the first time I rang.',
    'I was passed through three departments in one call.',
  ],
});
