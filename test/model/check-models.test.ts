import { describe, expect, it } from 'vitest';
import { checkModels } from '../../src/model/check-models.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';

function check(model: string, known: string[], baseURL = 'http://127.0.0.1:1/v1') {
  return () => checkModels({ endpoint: { model, baseURL, api: 'chat' } }, [], known);
}

describe('a model that the server does not list', () => {
  it('is refused before anything is asked, with the nearest that it has', async () => {
    const { server, command } = await serveBatch(lateTexts(3), { models: ['mock', 'other'] });
    const { code, stderr } = await runCli([...command, '--model', 'mok']);
    expect({ code, stderr, calls: server.count() }).toEqual({
      code: 2,
      stderr: `tribunal: --model: ${server.baseURL} knows no model "mok"; did you mean "mock"? it has: mock, other\n`,
      calls: 0,
    });
  });

  it.each([
    ['the name itself', 'llama3', ['llama3']],
    ['Ollama, which lists name:latest', 'llama3', ['llama3:latest']],
    ['a list with the maker before it', 'gpt-4o', ['openai/gpt-4o']],
    ['a variant', 'meta/llama-3:free', ['meta/llama-3']],
    ['an alias of the latest', 'claude-sonnet-4-latest', ['claude-sonnet-4-20250514']],
    ['a gateway of patterns', 'openai/gpt-9', ['openai/*', 'mock']],
    ['an empty list', 'anything', []],
  ])('is served all the same where it is %s', (_, model, known) => {
    expect(check(model, known)).not.toThrow();
  });

  it('is asked all the same, and that is said, where the server lists one model alone', async () => {
    const { server, command } = await serveBatch(lateTexts(3), { models: ['/models/llama.gguf'] });
    const { code, stderr } = await runCli(command);
    expect({ code, calls: server.count() > 0 }).toEqual({ code: 0, calls: true });
    expect(stderr).toContain('lists one model, "/models/llama.gguf", and not "mock"; it is asked');
    const strict = await serveBatch(lateTexts(3), { models: ['other'], style: 'unknown-model' });
    expect(await runCli(strict.command)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/knows no model "mock"; it has: other\n$/),
    });
  });

  it('is no mistake where the list is of what could be deployed', () => {
    expect(check('mine', ['gpt-4o'], 'https://x.openai.azure.com/openai/v1')).not.toThrow();
    expect(check('mine', ['gpt-4o', 'o3'])).toThrow(/knows no model "mine"; it has: gpt-4o, o3/);
  });
});
