import type { ModelRequest } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { triageSpec } from '../../../agents/triage.ts';
import { requestFor } from '../../../src/model/answers/fallback.ts';
import { answerTool } from '../../../src/model/answers/read-answer.ts';
import { askedAs, judge, requestOf } from '../judge-request.ts';

function toolOf(request: ModelRequest) {
  const tool = answerTool(request);
  if (tool === undefined) throw new Error('no tool');
  return tool;
}

const texts = ['I waited two weeks.'];

describe('the request', () => {
  const request = requestOf(texts);
  const tool = toolOf(request);

  it('goes out as it is to a server with tools', () => {
    expect(requestFor('tools', request, tool)).toBe(request);
  });

  it.each(['json_schema', 'plain'] as const)('holds nothing about tools on %s', (rung) => {
    const { tools, modelSettings, systemInstructions } = requestFor(rung, request, tool);
    expect(tools).toEqual([]);
    expect(modelSettings).toEqual({ temperature: 0 });
    expect(systemInstructions).toContain(judge.instructions);
    expect(systemInstructions).toContain('reply with its arguments as one JSON object');
  });

  it('asks for the parameters of the tool as a schema', () => {
    expect(requestFor('json_schema', request, tool).outputType).toMatchObject({
      type: 'json_schema',
      name: 'submit_verdicts',
      strict: true,
      schema: { required: ['verdicts'], additionalProperties: false },
    });
  });

  it('spells the schema out where only text is understood', () => {
    const { outputType, systemInstructions } = askedAs(request, () =>
      requestFor('plain', request, tool),
    );
    expect(outputType).toBe('text');
    expect(systemInstructions).toContain(JSON.stringify(tool.parameters));
    expect(systemInstructions).toMatch(/^Answer for: submit_verdicts$/m);
    expect(systemInstructions).toContain('a bare "yes" or "no" is enough');
  });

  it('offers the bare yes or no to judges only', () => {
    const triage = requestOf(texts, triageSpec([]));
    const shape = () => requestFor('plain', triage, toolOf(triage));
    const { systemInstructions } = askedAs(triage, shape);
    expect(systemInstructions).not.toContain('bare');
  });

  it.each(['json_schema', 'plain'] as const)('tells of earlier calls in messages on %s', (rung) => {
    const input: ModelRequest['input'] = [
      ...(request.input as Exclude<ModelRequest['input'], string>),
      {
        type: 'function_call',
        callId: 'c',
        name: 'submit_verdicts',
        arguments: '{"verdicts":[]}',
        status: 'completed',
      },
      {
        type: 'function_call_result',
        callId: 'c',
        name: 'submit_verdicts',
        status: 'completed',
        output: { type: 'text', text: 'Not taken: 0 of 1 answered' },
      },
    ];
    const shaped = requestFor(rung, { ...request, input }, tool).input;
    expect(shaped).toMatchObject([
      request.input[0],
      { role: 'assistant', content: [{ type: 'output_text', text: '{"verdicts":[]}' }] },
      { role: 'user', content: expect.stringContaining('Not taken: 0 of 1 answered') },
    ]);
  });
});
