/** The model server of a simulation: it answers by rule, and goes wrong by lot. */

import { type ChatRequest, type Question, questionOf } from '../support/chat-question.ts';
import { chatCompletion } from '../support/chat-shapes.ts';
import type { Dice } from './dice.ts';
import type { Moment } from './history.ts';
import type { World } from './world.ts';

export const faults = [
  ...(['429', '429 for long', '500', '503', 'reset', 'stall', 'cut off', 'half a body'] as const),
  ...([
    'html',
    'empty',
    'wrong ids',
    'missing id',
    'contradiction',
    'text',
    'error in 200',
  ] as const),
  ...(['not choices', 'slow', 'no list', 'repeated key'] as const),
];
export type Fault = (typeof faults)[number];

export interface ServerOptions {
  /** The share of calls that go wrong, and how they may. */
  faulty: number;
  faults: readonly Fault[];
  latencyMs: number;
}

/** What is true of a ticket, whoever asks. */
export function truthOf(text: string, theme: string): 'yes' | 'no' {
  return text.includes(theme) ? 'yes' : 'no';
}

/** How long a process has to live on for what it was told to be written down. */
const settlingMs = 1000;

export function simulateServer(
  world: World,
  dice: Dice,
  options: () => ServerOptions,
  note: (moment: Moment) => void,
): typeof globalThis.fetch {
  let calls = 0;
  return async (url, init) => {
    if (world.current?.isAlive === false) return new Promise(() => {});
    if (!String(url).endsWith('/chat/completions')) return new Response('{"data":[]}');
    const { faulty, faults, latencyMs } = options();
    const fault = dice.chance(faulty) ? dice.pick(faults) : undefined;
    const request = JSON.parse(String(init?.body)) as ChatRequest;
    const question = questionOf(request);
    const questions = question.tickets.map(
      ({ id: _, ...line }) => `${agentOf(question)} ${JSON.stringify(line)}`,
    );
    const process = world.current?.name ?? '';
    note({ at: world.now, process, kind: 'asked', questions, fault: fault ?? 'none' });
    const slow = fault === 'slow' ? 30_000 : 1;
    calls += 1;
    const answer = answerTo(question, fault, calls);
    await wait(world, answer === undefined ? 1e9 : dice.around(latencyMs) * slow, init?.signal);
    if (answer === 'reset') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    const came = world.now;
    if (fault === undefined || fault === 'slow')
      world.later(settlingMs, () => {
        if (world.disk.until < came) note({ at: world.now, process, kind: 'settled', questions });
      });
    return answer as Response;
  };
}

function wait(world: World, ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(signal?.reason ?? new DOMException('off', 'AbortError'));
    if (signal?.aborted) refuse();
    signal?.addEventListener('abort', refuse, { once: true });
    world.later(ms, resolve);
  });
}

function agentOf({ tool, instructions }: Question): string {
  if (tool !== 'submit_verdicts') return tool;
  return `judge:${/^Theme: (.+)$/m.exec(instructions)?.[1]}`;
}

/** What comes of a call that goes well. */
export function answerSoundly(question: Question, call: number): Response {
  const args = JSON.stringify(soundAnswer(question));
  return completion(question, call, { content: null, args, finish: 'tool_calls' });
}

function completion(
  { tool }: Question,
  call: number,
  { content, args, finish }: { content: string | null; args: string | undefined; finish: string },
): Response {
  const calls = args === undefined ? [] : [{ id: `c${call}`, name: tool, arguments: args }];
  const answer = { text: content, calls, finish: finish as 'stop' };
  return new Response(JSON.stringify(chatCompletion(answer, 'sim', call, 400)));
}

/** Undefined is no answer, ever. */
function answerTo(question: Question, fault: Fault | undefined, call: number) {
  const sound = soundAnswer(question);
  const said = (content: string | null, args?: string, finish = 'tool_calls') =>
    completion(question, call, { content, args, finish });
  const failed = (status: number, headers: Record<string, string> = {}) =>
    new Response('{"error":{"message":"not now","type":"sim"}}', { status, headers });
  const list = Object.keys(sound)[0] ?? '';
  const entries = sound[list] ?? [];
  switch (fault) {
    case '429':
      return failed(429, { 'retry-after': '2' });
    case '429 for long':
      return failed(429, { 'retry-after': '90' });
    case '500':
    case '503':
      return failed(Number(fault));
    case 'reset':
      return 'reset';
    case 'stall':
      return undefined;
    case 'html':
      return new Response('<html>Bad gateway</html>');
    case 'error in 200':
      return new Response('{"error":{"message":"overloaded","code":502}}');
    case 'not choices':
      return new Response('{"choices":[{"message":null}]}');
    case 'half a body':
      return new Response('{"id":"x","choices":[{"index":0,"mess');
    case 'empty':
      return said(null, undefined, 'stop');
    case 'text':
      return said('I would rather have a colleague look at this.', undefined, 'stop');
    case 'cut off':
      return said(null, JSON.stringify(sound).slice(0, -20), 'length');
    case 'wrong ids':
      return said(
        null,
        JSON.stringify({ [list]: entries.map((one) => ({ ...one, ticket: 'q00000' })) }),
      );
    case 'missing id':
      return said(null, JSON.stringify({ [list]: entries.slice(1) }));
    case 'no list':
      return said(null, JSON.stringify({ [list]: 'none' }));
    case 'contradiction':
      return said(null, JSON.stringify({ [list]: [...entries, ...entries.map(opposite)] }));
    case 'repeated key':
      return said(
        null,
        JSON.stringify(sound).replace(/"verdict":"(yes|no)"/g, '"verdict":"yes","verdict":"no"'),
      );
    default:
      return answerSoundly(question, call);
  }
}

type Entry = Record<string, unknown>;

function opposite(entry: Entry): Entry {
  return { ...entry, verdict: entry.verdict === 'yes' ? 'no' : 'yes', sentiment: 0.9 };
}

function soundAnswer({ tool, instructions, tickets }: Question): Record<string, Entry[]> {
  if (tool === 'route_tickets') {
    const themes = [...instructions.matchAll(/^- (\w+): /gm)].map(([, id]) => id);
    const routes = themes.map((theme) => ({ theme, reason: 'may apply' }));
    return { tickets: tickets.map(({ id }) => ({ ticket: id, routes, sentiment: 0.5 })) };
  }
  const theme = /^Theme: (.+)$/m.exec(instructions)?.[1] ?? '';
  return {
    verdicts: tickets.map(({ id, text }) => {
      const verdict = truthOf(String(text), theme);
      const quote = verdict === 'yes' ? theme : '';
      return { ticket: id, quote, rationale: 'by rule', verdict, confidence: 0.9 };
    }),
  };
}
