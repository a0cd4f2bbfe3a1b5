import { describe, expect, it } from 'vitest';
import { docketIds } from '../../../src/agent/docket.ts';
import { closedEntry, closedRungs, closeSchema } from '../../../src/model/answers/closed-schema.ts';
import { answerTool } from '../../../src/model/answers/read-answer.ts';
import { askedAs, requestOf } from '../judge-request.ts';

it('asks for one entry under each id of the docket, and allows nothing else', () => {
  const texts = ['I waited.', 'All good.'];
  const request = requestOf(texts);
  const tool = answerTool(request);
  const closed = tool && askedAs(request, () => answerTool(closeSchema(request, tool)));
  const entry = {
    required: ['quote', 'rationale', 'verdict', 'confidence'],
    additionalProperties: false,
    properties: { verdict: { enum: ['yes', 'no'] }, quote: { maxLength: 200 } },
  };
  const ids = docketIds(texts);
  expect(closed?.parameters).toMatchObject({
    properties: {
      verdicts: {
        type: 'object',
        required: ids,
        additionalProperties: false,
        properties: Object.fromEntries(ids.map((id) => [id, entry])),
      },
    },
  });
});

it('lets triage write the themes of the run only, where these are few', () => {
  const nested = {
    routes: { type: 'array', items: { type: 'object', properties: { theme: { type: 'string' } } } },
  };
  const parameters = {
    properties: { tickets: { type: 'array', items: { type: 'object', properties: nested } } },
  };
  const close = (theme: string[]) => closedEntry('http://127.0.0.1:8000/v1', parameters, { theme });
  expect(close(['late', 'lost'])).toContain('"enum":["late","lost"]');
  expect(close(Array.from({ length: 90 }, (_, index) => `theme_${index}`))).not.toContain('enum');
});

describe('a schema is closed', () => {
  it.each([
    ...['http://127.0.0.1:8000/v1', 'http://localhost:8080/v1', 'http://[::1]:1234/v1'],
    ...['http://192.168.1.7:8000/v1', 'http://172.20.0.2/v1', 'http://vllm:8000/v1'],
  ])('for %s', (baseURL) => expect(closedRungs(baseURL)).toEqual(['tools', 'json_schema']));

  it('for Ollama where it decodes by it', () => {
    expect(closedRungs('http://127.0.0.1:11434/v1')).toEqual(['json_schema']);
  });

  it.each([...['https://api.openai.com/v1', 'https://10.example.com/v1', 'http://172.40.0.1/v1']])(
    'not for %s',
    (baseURL) => expect(closedRungs(baseURL)).toEqual([]),
  );
});
