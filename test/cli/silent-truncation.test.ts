import { expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import { questionOf } from '../support/chat-question.ts';
import { chatCompletion } from '../support/chat-shapes.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, rowsOf, serveBatch } from '../support/served-batch.ts';

const context = 2048;
const words = 'and then they told us to wait once more, '.repeat(20);

it('answers about a prompt that the server cut are not believed: said, and asked again in smaller calls', async () => {
  const texts = lateTexts(24).map((text) => `${text} ${words}`);
  let cut = 0;
  const { command, out } = await serveBatch(texts, {
    refuses(body) {
      const tokens = Math.ceil(JSON.stringify(body.messages).length / 4);
      const question = questionOf(body);
      const isCut = tokens > context;
      if (isCut) cut += 1;
      // What it did not read it makes up.
      const read = isCut
        ? { ...question, tickets: question.tickets.map(({ id }) => ({ id, text: '' })) }
        : question;
      const call = {
        id: `c${cut}`,
        name: question.tool,
        arguments: JSON.stringify(sensible(read)),
      };
      const parts = { text: null, calls: [call], finish: 'tool_calls' as const };
      const usage = {
        prompt_tokens: Math.min(tokens, context),
        completion_tokens: 50,
        total_tokens: 100,
      };
      return { status: 200, body: { ...chatCompletion(parts, 'mock', 1, 100), usage } };
    },
  });
  const { code, stderr } = await runCli([...command, '--docket', '16', '--out', out]);
  expect(cut).toBeGreaterThan(0);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toMatch(/Not believed: the server read only 2048 of about \d+ tokens/);
  for (const { themes } of rowsOf(out)) expect(themes).toBe('late_flight|lost_bag');
});
