import { Runner, withTrace } from '@openai/agents';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineTheme, judgeSpec } from '../../agents/judge.ts';
import { buildAgent, type Docket } from '../../src/agent/agent.ts';
import { docketIds, renderDocket } from '../../src/agent/docket.ts';
import type { Verdict } from '../../src/domain/decision/outcome.ts';
import { openWindow } from '../../src/model/window.ts';
import { createMemory, free } from './judge-request.ts';
import { callCompletion, sendJson, startLittleServer } from './little-server.ts';

/** Has a judge count days by its own tool first: what the server was sent in the second turn. */
async function countedDays(
  api: 'chat' | 'responses',
  answer: (ticket: string | undefined, hasCounted: boolean) => object,
) {
  const texts = ['I waited two weeks.'];
  const [ticket] = docketIds(texts);
  const server = await startLittleServer((response, _, body) => {
    const hasCounted = /"tool"|function_call_output/.test(
      JSON.stringify(body.messages ?? body.input),
    );
    sendJson(response, 200, answer(ticket, hasCounted));
  });
  const days = {
    name: 'days',
    description: 'counts days',
    parameters: z.object({ from: z.string() }),
    execute: () => 14,
  };
  const spec = judgeSpec(
    defineTheme({ id: 'late', name: 'Late', definition: 'Late.', judge: { tools: [days] } }),
  );
  const options = { timeoutMs: 5000, pauseMs: 1, tariff: () => free };
  const endpoint = { model: 'mock', baseURL: server.baseURL, api } as const;
  const model = openWindow(endpoint, createMemory(), options, {}).model();
  const docket: Docket<Verdict> = { ids: docketIds(texts) };
  const prompt = renderDocket(docket.ids, [{ text: texts[0] }]);
  await withTrace('judge', () =>
    new Runner().run(buildAgent(spec, model, {}), prompt, { context: docket, maxTurns: 3 }),
  );
  expect(docket.answers?.get(ticket ?? '')).toMatchObject({ verdict: 'yes' });
  const { messages, input } = (server.bodies[1] ?? {}) as { messages?: unknown; input?: unknown };
  return { turn: (messages ?? input) as unknown[] };
}

it('sends a server its own calls back as they came: ids, and fields that nobody else knows', async () => {
  const call = {
    id: 'Ab3dE6gH9',
    type: 'function',
    index: 0,
    function: { name: 'days', arguments: '{"from":"2026-01-01"}' },
    extra_content: { google: { thought_signature: 'c2ln' } },
  };
  const message = {
    role: 'assistant',
    content: '',
    reasoning_content: 'I count first',
    tool_calls: [call],
  };
  const { turn } = await countedDays('chat', (ticket, hasCounted) => {
    const verdict = { ticket, verdict: 'yes', confidence: 0.9, quote: 'two weeks', rationale: '' };
    const choices = [{ index: 0, finish_reason: 'tool_calls', message }];
    return hasCounted ? callCompletion({ verdicts: [verdict] }) : { choices };
  });
  expect(turn.slice(2)).toEqual([
    message,
    { role: 'tool', tool_call_id: 'Ab3dE6gH9', content: '14' },
  ]);
});

it('sends the items of a Responses server back as they came: ids, reasoning, and fields that nobody else knows', async () => {
  const output = [
    {
      type: 'reasoning',
      id: 'rs_1',
      summary: [],
      encrypted_content: 'c2Vj',
      content: [{ type: 'reasoning_text', text: 'I count first' }],
    },
    {
      type: 'function_call',
      id: 'fc_1',
      call_id: 'Ab3dE6gH9',
      name: 'days',
      arguments: '{"from":"2026-01-01"}',
      status: 'completed',
      thought_signature: 'c2ln',
    },
  ];
  const { turn } = await countedDays('responses', (ticket, hasCounted) => {
    const verdict = { ticket, verdict: 'yes', confidence: 0.9, quote: 'two weeks', rationale: '' };
    const answer = {
      type: 'function_call',
      id: 'fc_2',
      call_id: 'call_2',
      name: 'submit_verdicts',
      arguments: JSON.stringify({ verdicts: [verdict] }),
      status: 'completed',
    };
    return {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      model: 'mock',
      output: hasCounted ? [answer] : output,
      usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
    };
  });
  expect(turn.slice(1)).toEqual([
    ...output,
    { type: 'function_call_output', call_id: 'Ab3dE6gH9', output: '14', status: 'completed' },
  ]);
});
