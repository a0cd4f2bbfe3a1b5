import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asCurl, readCall } from '../../../src/web/page/ticket/read-call.ts';

const lines = 'Tickets:\n{"id":"q1","text":"My bag is lost"}\n{"id":"q2","text":"Late"}';
const chat = JSON.stringify({
  request: {
    model: 'small',
    messages: [
      { role: 'system', content: 'You judge.' },
      { role: 'user', content: [{ type: 'text', text: lines }] },
    ],
  },
  response: {
    choices: [
      {
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [{ function: { name: 'give_verdicts', arguments: '{"verdicts":[]}' } }],
        },
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 3 },
  },
});
const responses = JSON.stringify({
  request: {
    model: 'small',
    instructions: 'You judge.',
    input: [{ role: 'user', content: lines }],
  },
  response: {
    output: [{ type: 'function_call', name: 'give_verdicts', arguments: '{"verdicts":[]}' }],
    usage: { input_tokens: 12, output_tokens: 3 },
  },
});

describe('a call to read', () => {
  it.each([
    ['chat completions', chat],
    ['responses', responses],
  ])('is messages by role, tickets as a list, and the answer: %s', (_, raw) => {
    expect(readCall(raw)).toEqual({
      model: 'small',
      messages: [
        { role: 'system', text: 'You judge.', tickets: [] },
        {
          role: 'user',
          text: 'Tickets:',
          tickets: [
            { id: 'q1', text: 'My bag is lost' },
            { id: 'q2', text: 'Late' },
          ],
        },
      ],
      answers: [{ role: 'give_verdicts', text: '{\n  "verdicts": []\n}', tickets: [] }],
      tokens: { in: 12, out: 3 },
    });
  });

  it.each(['', 'null', '[]', '{}', '"text"', '{"request":{"messages":[]}}', '{"request":"x"}'])(
    'is nothing, or empty, where it can’t be read: %s',
    (raw) => {
      expect(readCall(raw)?.messages ?? []).toEqual([]);
    },
  );

  it('is a command of the shell that sends the same, whatever the words are', () => {
    const hostile = "it's $(id) `id`\nREQUEST\n\\";
    const raw = JSON.stringify({ request: { messages: [{ role: 'user', content: hostile }] } });
    const command = asCurl(raw)?.replace('curl "$OPENAI_BASE_URL', 'sh -c cat "$OPENAI_BASE_URL');
    const sent = execFileSync('bash', ['-c', `${command}`], { encoding: 'utf8' });
    expect(JSON.parse(sent)).toEqual(JSON.parse(raw).request);
  });
});
