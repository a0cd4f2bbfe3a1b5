import { defineTheme } from 'ticket-tribunal';

export default defineTheme({
  id: 'technology',
  name: 'Technology',
  definition:
    'The customer talks about how a technical system of the airline or its help-desk works: website, app, phone line, chat window, payment, e-mails that do not arrive, or the systems of the agents. Broken, slow or smooth all count.',
  counts: [
    'Errors, crashes, endless loading or failed log-ins and payments on the website or in the app',
    'Calls that drop, bad sound, a phone menu or chat window that does not react',
    'An agent whose system is down or does not show the booking',
    'Codes, links or confirmation mails that never arrive or do not work',
    'Praise for an app, site or system that works well',
  ],
  doesNotCount: [
    'The content of a help page or of what a chatbot says: self_help_resources',
    'A channel or form that works but is laborious: service_process',
    'An agent who hangs up on purpose: agent_manners',
    'Technical things on board or at the airport: screens, sockets, the aircraft',
  ],
  examples: [
    'The website crashes each time I press pay.',
    'The app logs me out and forgets my booking.',
    'The phone connection was so bad that I heard half of the words, then it dropped.',
    'Error message after error message during online check-in.',
    'The agent said their computer system was down.',
    'The password reset link does not work and the code never arrives.',
    'The new app is fast and works perfectly.',
  ],
  counterExamples: [
    'My screen on board stayed black for the whole flight.',
    'The FAQ is out of date.',
    'The agent slammed down the phone.',
  ],
});
