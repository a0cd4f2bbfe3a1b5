import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known, ours } from '../../src/domain/text/own-sentence.ts';
import { openWindow } from '../../src/model/window.ts';
import { createRedactor } from '../../src/trace/redact.ts';
import { batch } from '../../workflows/batch.ts';
import { createMemory, free } from '../model/judge-request.ts';
import type { Fault, Style } from '../support/chat-faults.ts';
import type { Question } from '../support/chat-question.ts';
import { startChatServer } from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';

const folder = tempFolder();
let runs = 0;

interface Heard {
  texts: string[];
  faults?: (Fault | undefined)[];
  style?: Style;
  api?: 'chat' | 'responses';
  answer: (question: Question) => unknown;
}

/** Hears tickets in a redacted run. Returns its trace, and what has to stay whole. */
async function hearRedacted({ texts, faults = [], style = 'tools', api = 'chat', answer }: Heard) {
  const server = await startChatServer({
    style,
    answer,
    faults: (index) => faults[index % (faults.length || 1)],
  });
  const ledger = path.join(folder, `${++runs}.db`);
  const endpoint = { model: 'mock', baseURL: server.baseURL, api };
  const options = { timeoutMs: 5000, pauseMs: 1, tariff: () => free };
  try {
    await batch({
      file: ticketsFile(folder, texts),
      themes: themesFile(folder),
      ledger,
      endpoint,
      columns: { id: 'id', text: 'text' },
      route: 'triage',
      aggregate: 'always',
      docket: 2,
      concurrency: { start: 4, most: 4 },
      timeoutMs: 5000,
      fresh: false,
      redact: true,
      stop: new AbortController().signal,
      abort: new AbortController().signal,
      out: [path.join(folder, 'out.jsonl')],
      wide: false,
      force: true,
      window: () => openWindow(endpoint, createMemory(), options, {}),
      onStart() {},
      onDecision() {},
    });
  } finally {
    await server.close();
  }
  const rowsOf = (query: string) => queryLedger(ledger, query);
  return {
    trace: [
      ...rowsOf('select name, error from spans'),
      ...rowsOf('select body from span_bodies'),
      ...rowsOf('select cause, detail from dockets'),
    ],
    bodies: rowsOf(
      "select body from span_bodies join spans on id = span where kind <> 'function'",
    ).map(({ body }) => JSON.parse(String(body))),
    answers: rowsOf('select body from answers').map(({ body }) => JSON.parse(String(body))),
  };
}

/** All texts in a value, also those in JSON in texts. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => [key, ...textsIn(item)]);
  if (typeof value !== 'string') return [String(value)];
  const inner = value.split('\n').flatMap((line) => {
    try {
      const parsed = JSON.parse(line);
      return typeof parsed === 'object' || typeof parsed === 'string' ? textsIn(parsed) : [];
    } catch {
      return [];
    }
  });
  return [value, ...inner];
}

/** Pieces of a text that nobody may find again. */
function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 7) }, (_, start) =>
    text.slice(start, start + 8),
  );
}

/** What tickets and models may say: words, and whatever letters there are. */
const Words = fc.oneof(
  fc
    .array(fc.stringMatching(/^[b-df-hj-np-tv-xz]{4,9}$/), { minLength: 2, maxLength: 4 })
    .map((words) => words.join(' ')),
  fc.stringMatching(/^[b-df-hj-np-tv-xz]{8,20}$/),
  fc.stringMatching(/^[1-9]{9,14}$/),
  // Not `arguments` and the like, which are words of the APIs too.
  fc
    .string({ unit: 'grapheme', minLength: 8, maxLength: 24 })
    .filter((text) => !/[a-z_]{5}/i.test(text)),
);
const places = [
  ...(['rationale', 'quote', 'ticket', 'verdict', 'theme', 'reason', 'confidence'] as const),
  ...(['key', 'list', 'everything', 'crash', 'number'] as const),
];
const faults: Fault[] = [
  ...(['bad-arguments', 'text', 'wrong-ids', 'missing-id', 'two-calls', 'length'] as const),
  ...(['refusal', 'truncated-json', 'server-error', 'overflow', 'empty'] as const),
];
/** As many calls again go well. */
const Faults = fc.shuffledSubarray([...faults, ...faults.map(() => undefined)], { minLength: 12 });

/** An honest answer, and somebody's words in a place of it where they belong or don't. */
function answerWith(said: readonly string[], places: readonly string[]) {
  let count = 0;
  return ({ tool, tickets }: Question): unknown => {
    const text = said[count % said.length] ?? '';
    const place = places[count++ % places.length];
    if (place === 'crash') throw new Error(text);
    if (place === 'everything') return text;
    const entries = tickets.map(({ id, text: ticket }) => ({
      ticket: id,
      routes: ['late_flight', 'lost_bag'].map((theme) => ({ theme, reason: text })),
      verdict: 'yes',
      quote: ticket,
      rationale: text,
      themes: ['late_flight'],
      confidence: 0.3,
      sentiment: 0.5,
      justification: text,
      needs_review: false,
      ...(place === 'theme' ? { themes: [text], routes: [{ theme: text, reason: text }] } : {}),
      ...(place === 'key' ? { [text]: text } : {}),
      ...(place === 'number' ? { confidence: Number.parseInt(text, 10) || 7 } : {}),
      ...(['ticket', 'verdict', 'quote', 'confidence'].includes(place ?? '')
        ? { [place ?? '']: text }
        : {}),
    }));
    const list = { route_tickets: 'tickets', submit_verdicts: 'verdicts' }[tool] ?? 'decisions';
    return { [list]: place === 'list' ? [text] : entries };
  };
}

describe('the trace of a redacted run', () => {
  it('holds nothing that a customer or a model wrote, whatever goes wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          texts: fc.array(Words, { minLength: 6, maxLength: 6 }),
          said: fc.array(Words, { minLength: 3, maxLength: 6 }),
          places: fc.shuffledSubarray(places, { minLength: places.length }),
          faults: Faults,
          style: fc.constantFrom('tools', 'tools', 'no-tools', 'plain', 'think'),
          api: fc.constantFrom('chat', 'responses'),
        }),
        async ({ texts, said, places, ...how }) => {
          const { trace } = await hearRedacted({ ...how, texts, answer: answerWith(said, places) });
          const kept = textsIn(trace).join('\n');
          for (const piece of [...texts, ...said].flatMap(piecesOf))
            expect(kept.includes(piece), `"${piece}" stands in the trace`).toBe(false);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('keeps what was asked and answered in shape: ids, verdicts, themes, hashes and lengths', async () => {
    const text = 'My flight was late, "again".\nAnd cold.';
    const { bodies, answers } = await hearRedacted({
      texts: [text],
      answer: answerWith(['somebody says so'], ['rationale']),
    });
    const judge = bodies.find(({ request }) =>
      request.messages[0].content.includes('Theme: late_flight'),
    );
    const [system, user] = judge.request.messages;
    expect(system.content).toContain('You are one judge');
    expect(judge.request).toMatchObject({ model: 'mock', tool_choice: 'required', temperature: 0 });
    const [headline, line] = user.content.split('\n');
    expect(headline).toMatch(/^Tickets, one JSON object a line/);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const redacted = { redacted: hash, length: text.length };
    const asked = JSON.parse(line);
    expect(asked).toEqual({ id: expect.stringMatching(/^q[\da-f]{5}$/), text: redacted });
    const [choice] = judge.response.choices;
    expect(choice).toMatchObject({
      finish_reason: 'tool_calls',
      message: { role: 'assistant', tool_calls: [{ function: { name: 'submit_verdicts' } }] },
    });
    const [verdict] = JSON.parse(choice.message.tool_calls[0].function.arguments).verdicts;
    expect(verdict).toMatchObject({ ticket: asked.id, verdict: 'yes', confidence: 0.3 });
    expect(verdict).toMatchObject({ quote: redacted, rationale: { length: 16 } });
    expect(judge.response.usage.prompt_tokens).toBeGreaterThan(0);
    expect(answers).toContainEqual(expect.objectContaining({ quote: text }));
  });
});

describe('a redactor', () => {
  const redactor = createRedactor(['late_flight']);

  it.each([
    ours`${2} of ${3} answered; missing: ${['q0a1b2', 'q0a1b3']}`,
    ours`two different answers for ${'q0a1b2'}`,
    ours`two different answers for ${'q0a1b2t12'}`,
    `UnfitAnswer: ${ours`${known('confidence')} must be a number`}`,
    ours`Not taken: ${ours`the answer is empty`}. Call ${known('submit_verdicts')} again.`,
    'read ECONNRESET',
  ])('keeps a sentence of ours: %s', (sentence) => {
    expect(redactor.sentence(sentence)).toBe(sentence);
  });

  it('keeps what is ours of a sentence that quotes somebody', () => {
    const secret = { text: 'my secret', ids: ['my secret', 'q0a1b2'] };
    for (const sentence of [
      ours`no JSON came back but: ${secret.text}`,
      ours`Not taken: ${ours`"${secret.text}" is not an id of this docket`}. Call it again.`,
      ours`missing: ${secret.ids}`,
    ]) {
      const kept = redactor.sentence(sentence);
      expect(kept).not.toContain('secret');
      expect(kept).toMatch(/^(no JSON came back but: |Not taken: "|missing: )\[redacted/);
    }
  });

  it('knows each sentence that a fault is made with', () => {
    const sources = ['src', 'agents'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.startsWith('self-test'))
        .map((file) => path.join(folder, file)),
    );
    const untold = sources.flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /new (?:ModelFault|UnfitAnswer)\(\s*'\w+',\s*['`][^'`]*/g,
        ),
      ].map(([made]) => `${file}: ${made}`),
    );
    expect(untold).toEqual([]);
  });

  it.each([
    '"my secret id" is not an id of this docket',
    'no JSON came back but: my secret page',
    '400 the prompt "my secret" is too long',
    'confidence must be between 0 and 1, got my secret',
    'verdicts.my secret: Invalid input: expected number, received string',
  ])('takes a sentence that quotes somebody out: %s', (sentence) => {
    expect(redactor.sentence(sentence)).toMatch(/^\[redacted [\da-f]{16}, length \d+\]$/);
  });

  it('leaves an error a sentence, and the tool that it is about', () => {
    const error = {
      message: 'Error in agent run',
      data: { error: 'no my secret', tool_name: 'late_flight' },
    };
    expect(JSON.parse(redactor.error(JSON.stringify(error)))).toMatchObject({
      message: 'Error in agent run',
      data: { error: expect.stringMatching(/^\[redacted/), tool_name: 'late_flight' },
    });
  });

  it('takes an answer out that a server has parsed, its own field names too', () => {
    const message = {
      content: null,
      parsed: { verdicts: [{ secret: 'secret', verdict: 'secret' }] },
    };
    const body = { request: {}, response: { choices: [{ message }] }, status: 200 };
    expect(redactor.body(JSON.stringify(body))).not.toContain('secret');
  });

  it('takes tokens out that are written as numbers', () => {
    const body = {
      request: {},
      response: { logprobs: { bytes: [109, 121] }, created: 1 },
      status: 200,
    };
    expect(redactor.body(JSON.stringify(body))).not.toContain('109');
  });

  it('believes nobody but us that a message is an instruction', () => {
    const secret = [{ role: 'system', content: 'my secret' }];
    const body = { request: { messages: secret }, response: { messages: secret }, status: 200 };
    const { request, response } = JSON.parse(redactor.body(JSON.stringify(body)));
    expect(request.messages).toEqual(secret);
    expect(JSON.stringify(response)).not.toContain('secret');
  });
});
