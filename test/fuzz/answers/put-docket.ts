/** Puts a docket to a judge whose server gives one answer, again and again if need be. */
import { type Model, type ModelRequest, type ModelResponse, withTrace } from '@openai/agents';
import { defineTheme, judgeSpec } from '../../../agents/judge.ts';
import { matchAnswers } from '../../../src/agent/answer.ts';
import { docketIds } from '../../../src/agent/docket.ts';
import { Verdict } from '../../../src/domain/decision/outcome.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { adapt } from '../../../src/model/answers/adapt.ts';
import { Repairs } from '../../../src/model/answers/repairs.ts';
import { isObject, readJson } from '../../../src/model/answers/text/json-in-text.ts';
import { type Asked, askedNow, asking } from '../../../src/model/asked.ts';
import { hopeless, ModelFault, stopping } from '../../../src/model/faults/fault.ts';
import { Fuse } from '../../../src/model/limits/fuse.ts';
import { createMeter } from '../../../src/model/meter.ts';
import { noStream } from '../../../src/model/no-stream.ts';
import { createTransport } from '../../../src/model/transport.ts';
import { DocketRunner } from '../../../src/tribunal/dockets/docket-runner.ts';
import type { Question } from '../../../src/tribunal/queue/question.ts';
import { holdCourt } from '../../support/court.ts';
import type { Answer } from './answer.ts';

const theme = defineTheme({ id: 'late', name: 'Late', definition: 'It came late.' });
const questions: Question[] = ['a', 'b', 'c'].map((address, index) => ({
  address,
  row: index + 1,
  reason: '',
  line: { text: 'Late, I said "no", they said "yes".' },
}));

export function idsOf(tickets: number): string[] {
  return docketIds(questions.slice(0, tickets).map(({ address }) => address));
}

const ledger = { writePaid: async () => {} } as unknown as Ledger;
const court = await holdCourt({ ledger });
const spec = judgeSpec(theme);

/** The judge is built once, and what stands before its server is new for each answer. */
let server: Pick<Model, 'getResponse'>;
const judge = new DocketRunner(
  court,
  spec,
  { getResponse: (request) => server.getResponse(request), getStreamedResponse: noStream },
  'triage',
);
const transports = { chat: transportTo('chat'), responses: transportTo('responses') };
const requests = [await requestFor(1), await requestFor(2), await requestFor(3)] as const;

type Read = ('yes' | 'no' | undefined)[];

/** What a judge reads out of the answer about each ticket; undefined where that is nothing. */
export function putDocket(answer: Answer): Promise<Read> {
  return withServer(answer, async ({ meant }) => {
    // What was learned of the server before is forgotten.
    Object.assign(court, { fuse: new Fuse(() => {}), repairs: new Repairs() });
    const { replies } = await judge.run(questions.slice(0, meant.length), null);
    return replies.map((reply) => (reply.ok ? Verdict.parse(reply.answer).verdict : undefined));
  });
}

/** The same at a fifth of the cost: without the SDK's runner, and what it does with a judge that is refused. */
export function readDirectly(answer: Answer): Promise<Read> {
  return withServer(answer, async ({ meant }) => {
    const { asked, request } = requests[meant.length - 1] as (typeof requests)[0];
    const { output } = await withTrace('answer', () =>
      asking(asked, () => server.getResponse(request)),
    ).catch(refused);
    const submitted = output
      .map((item) => (item.type === 'function_call' ? readJson(item.arguments) : undefined))
      .filter(isObject);
    const { answers } = matchAnswers(spec, asked.ids, submitted);
    return asked.ids.map((id) => answers.get(id)?.verdict);
  });
}

function refused(error: unknown): Pick<ModelResponse, 'output'> {
  if (error instanceof ModelFault) return { output: [] };
  throw error;
}

async function withServer(answer: Answer, work: (answer: Answer) => Promise<Read>): Promise<Read> {
  const { api, rung, status, body, again } = answer;
  const fetch = globalThis.fetch;
  let asked = 0;
  globalThis.fetch = async () => {
    if (++asked > 1 && !again) throw new ModelFault('interrupted', 'asked again');
    return new Response(body, { status });
  };
  try {
    server = modelOn(api, rung);
    return await work(answer);
  } catch (error) {
    if (isEnd(error)) return [];
    throw error;
  } finally {
    globalThis.fetch = fetch;
  }
}

/** What a judge asks about so many tickets. */
async function requestFor(tickets: number) {
  let asked: Asked | undefined;
  let request: ModelRequest | undefined;
  server = {
    async getResponse(given) {
      [asked, request] = [askedNow(), given];
      throw new ModelFault('interrupted', 'that is all');
    },
  };
  await judge.run(questions.slice(0, tickets), null).catch(() => {});
  if (asked === undefined || request === undefined) throw new Error('nothing was asked');
  // They are of a docket that has ended: what is joined to them would be kept.
  return { asked, request: Object.assign(request, { _internal: undefined, signal: undefined }) };
}

/** No further call can succeed, or none is wanted. */
function isEnd(error: unknown): boolean {
  return (
    error instanceof ModelFault && (hopeless.has(error.failure) || stopping.has(error.failure))
  );
}

function endpointOf(api: Answer['api']) {
  return { model: 'm', baseURL: 'http://127.0.0.1:9/v1', api };
}

function transportTo(api: Answer['api']) {
  return createTransport(endpointOf(api), {}, 60_000);
}

/** As `openWindow` has it, but with a client that outlives the answer: to make one takes longer than to ask. */
function modelOn(api: Answer['api'], rung: Answer['rung']) {
  const meter = createMeter(transports[api], { tariff: { kind: 'free' }, pauseMs: 0 });
  const memory = {
    recall: async () => ({ rungs: { submit_verdicts: rung }, without: [] }),
    remember: async () => {},
  };
  return adapt(meter, memory, endpointOf(api));
}
