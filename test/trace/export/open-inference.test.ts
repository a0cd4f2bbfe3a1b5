import { expect, it } from 'vitest';
import { openInferenceLines } from '../../../src/trace/export/open-inference.ts';
import { traceOf } from '../ticket-traces.ts';

it('writes a span a line, with the attributes of OpenInference', () => {
  const error = { type: 'timeout', message: 'late' };
  const lines = openInferenceLines(traceOf(1, { error })).trimEnd().split('\n');
  const [root, agent, chat, tool] = lines.map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4);
  expect(root).toMatchObject({
    name: 'invoke_workflow tribunal',
    parent_id: null,
    start_time: '2026-01-02T03:04:05.678Z',
    status_code: 'OK',
    attributes: {
      'openinference.span.kind': 'CHAIN',
      'input.value': '{"text":"ticket 1"}',
      'input.mime_type': 'application/json',
      'tribunal.themes': ['policy'],
    },
  });
  expect(agent).toMatchObject({
    parent_id: root.context.span_id,
    attributes: { 'openinference.span.kind': 'AGENT', 'agent.name': 'judge:policy' },
  });
  expect(chat).toMatchObject({
    context: { trace_id: root.context.trace_id },
    parent_id: agent.context.span_id,
    status_code: 'ERROR',
    status_message: 'late',
    attributes: {
      'openinference.span.kind': 'LLM',
      'output.value': '{"verdict":"yes"}',
      'llm.model_name': 'mock',
      'llm.provider': 'openai',
      'llm.token_count.prompt': 30,
      'llm.token_count.prompt_details.cache_read': 10,
      'llm.token_count.completion': 5,
      'llm.token_count.total': 35,
      'error.type': 'timeout',
    },
  });
  expect(tool.attributes).toMatchObject({
    'openinference.span.kind': 'TOOL',
    'tool.name': 'submit_verdicts',
    'input.value': '{"verdict":"yes"}',
  });
});
