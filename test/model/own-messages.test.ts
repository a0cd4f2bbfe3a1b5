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

it('sends a server its own calls back as they came: ids, and fields that nobody else knows', async () => {
  const texts = ['I waited two weeks.'];
  const [ticket] = docketIds(texts);
  const call = {
    ...{ id: 'Ab3dE6gH9', type: 'function', index: 0 },
    function: { name: 'days', arguments: '{"from":"2026-01-01"}' },
    extra_content: { google: { thought_signature: 'c2ln' } },
  };
  const message = {
    ...{ role: 'assistant', content: '', reasoning_content: 'I count first' },
    tool_calls: [call],
  };
  const server = await startLittleServer((response, _, body) => {
    const hasCounted = JSON.stringify(body.messages).includes('"tool"');
    const verdict = { ticket, verdict: 'yes', confidence: 0.9, quote: 'two weeks', rationale: '' };
    const choices = [{ index: 0, finish_reason: 'tool_calls', message }];
    sendJson(response, 200, hasCounted ? callCompletion({ verdicts: [verdict] }) : { choices });
  });
  const days = {
    ...{ name: 'days', description: 'counts days', parameters: z.object({ from: z.string() }) },
    execute: () => 14,
  };
  const spec = judgeSpec(
    defineTheme({ id: 'late', name: 'Late', definition: 'Late.', judge: { tools: [days] } }),
  );
  const options = { timeoutMs: 5000, pauseMs: 1, tariff: () => free };
  const endpoint = { model: 'mock', baseURL: server.baseURL, api: 'chat' } as const;
  const model = openWindow(endpoint, createMemory(), options, {}).model();
  const docket: Docket<Verdict> = { ids: docketIds(texts) };
  const prompt = renderDocket(docket.ids, [{ text: texts[0] }]);
  await withTrace('judge', () =>
    new Runner().run(buildAgent(spec, model, {}), prompt, { context: docket, maxTurns: 3 }),
  );
  expect(docket.answers?.get(ticket ?? '')).toMatchObject({ verdict: 'yes' });
  const turn = server.bodies[1]?.messages as unknown[];
  expect(turn.slice(2)).toEqual([
    message,
    { role: 'tool', tool_call_id: 'Ab3dE6gH9', content: '14' },
  ]);
});
