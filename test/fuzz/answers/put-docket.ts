/** Puts a docket to a judge whose server gives one answer, again and again if need be. */
import type { Model } from '@openai/agents';
import { defineTheme, judgeSpec } from '../../../agents/judge.ts';
import { docketIds } from '../../../src/agent/docket.ts';
import { Verdict } from '../../../src/domain/decision/outcome.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { hopeless, ModelFault, stopping } from '../../../src/model/fault.ts';
import { noStream } from '../../../src/model/no-stream.ts';
import { openWindow } from '../../../src/model/window.ts';
import { DocketRunner } from '../../../src/tribunal/queue/docket-runner.ts';
import type { Question } from '../../../src/tribunal/queue/question.ts';
import { holdCourt } from '../../support/court.ts';
import type { Answer } from './answer.ts';

const theme = defineTheme({ id: 'late', name: 'Late', definition: 'It came late.' });
const questions: Question[] = ['a', 'b', 'c'].map((address, index) => ({
  ...{ address, row: index + 1, reason: '' },
  line: { text: 'Late, I said "no", they said "yes".' },
}));

export function idsOf(tickets: number): string[] {
  return docketIds(questions.slice(0, tickets).map(({ address }) => address));
}

const ledger = { writePaid: async () => {} } as unknown as Ledger;
const court = await holdCourt({ ledger });

/** The judge is built once, and its server is another one for each answer. */
let server: Model;
const judge = new DocketRunner(
  court,
  judgeSpec(theme),
  { getResponse: (request) => server.getResponse(request), getStreamedResponse: noStream },
  'judges',
);

/** What is read out of the answer about each ticket; undefined where that is nothing. */
export async function putDocket({ api, rung, status, body, meant, again }: Answer) {
  const fetch = globalThis.fetch;
  let asked = 0;
  globalThis.fetch = async () => {
    if (++asked > 1 && !again) throw new ModelFault('interrupted', 'asked again');
    return new Response(body, { status });
  };
  try {
    server = modelOn(api, rung);
    // What it learned of the server before is forgotten.
    Object.assign(court, await holdCourt({ ledger }));
    const { replies } = await judge.run(questions.slice(0, meant.length), null);
    return replies.map((reply) => (reply.ok ? Verdict.parse(reply.answer).verdict : undefined));
  } catch (error) {
    if (isEnd(error)) return [];
    throw error;
  } finally {
    globalThis.fetch = fetch;
  }
}

/** No further call can succeed, or none is wanted. */
function isEnd(error: unknown): boolean {
  return (
    error instanceof ModelFault && (hopeless.has(error.failure) || stopping.has(error.failure))
  );
}

function modelOn(api: Answer['api'], rung: Answer['rung']) {
  const footing = {
    recall: async () => ({ rungs: { submit_verdicts: rung }, without: [] }),
    remember: async () => {},
  };
  return openWindow(
    { model: 'm', baseURL: 'http://127.0.0.1:9/v1', api },
    { footing: () => footing },
    { tariff: () => ({ kind: 'free' }), pauseMs: 0, timeoutMs: 60_000 },
    {},
  ).model();
}
