/** What tickets that a server can't take, and faults by chance, cost the others. */
import { seededRandom } from '../../../src/domain/random.ts';
import { apiError } from '../../support/chat-faults.ts';
import type { ChatRequest } from '../../support/chat-question.ts';
import type { ChatServerOptions } from '../../support/chat-server.ts';
import { fillAtRandom } from '../../support/random-filler.ts';
import { questionsIn, rightTheme } from '../mock-tickets.ts';
import { print } from '../print.ts';
import { measureBatch, openTickets } from './measure-batch.ts';

export async function printGuilty(): Promise<void> {
  const refused = apiError(400, 'The response was filtered due to the prompt', {
    code: 'content_filter',
  });
  await printRun('1 of 40 tickets refused', 40, 39, {
    refuses: whereAny((question) => question.endsWith('ticket number 17'), refused),
  });
  const broken = apiError(500, 'Internal server error', { type: 'server_error' });
  await printRun('500 for 7 questions in 100 tickets', 100, 93, {
    refuses: whereAny(every(14), broken),
  });
  const isMuted = every(25);
  await printRun('2 % of the questions answered empty, 300 tickets', 300, 288, {
    faults: (_, body) => (questionsIn(body).some(isMuted) ? 'empty' : undefined),
  });
  const random = seededRandom(11);
  const sampled = apiError(400, 'Failed to call a function.', {
    code: 'tool_use_failed',
    failed_generation: '',
  });
  await printRun('a sampled fault in 10 % of the calls, 400 tickets', 400, 400, {
    refuses: () => (random() < 0.1 ? sampled : undefined),
  });
  const { report, calls, planned } = await measureBatch(300, { answer: fillAtRandom(7) });
  print(
    'a server that fills in the schema at random, 300 tickets: decided or in review',
    `${report.counts.decided + report.counts.review} of 300`,
    'all',
  );
  print('  calls against those planned', `${calls} : ${planned}`, '<= 1.1');
}

/** Beside a run of as many tickets on a sound server. */
async function printRun(
  what: string,
  tickets: number,
  least: number,
  server: ChatServerOptions,
): Promise<void> {
  const clean = await measureBatch(tickets, {});
  const { calls, report } = await measureBatch(tickets, server);
  print(`${what}: decided`, `${report.counts.decided} of ${tickets}`, `>= ${least}`);
  print('  lost; calls, clean calls', `${openTickets(report)}; ${calls}, ${clean.calls}`);
}

const whereAny =
  (isGuilty: (question: string) => boolean, answer: ReturnType<typeof apiError>) =>
  (body: ChatRequest) =>
    questionsIn(body).some(isGuilty) ? answer : undefined;

/** The judge of the right theme, about every so many tickets. */
const every = (tickets: number) => (question: string) => {
  const number = Number(/\d+$/.exec(question)?.[0]);
  return number % tickets === 3 && question.startsWith(`judge:${rightTheme(number)} `);
};
