import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { type Endpoint, readEndpoint } from '../../src/model/endpoint.ts';
import { providers } from '../../src/model/providers.ts';

const openai = 'https://api.openai.com/v1';

describe('readEndpoint', () => {
  it.each<[string, string | undefined, Endpoint['api'], string, string]>([
    ['embedded', undefined, 'embedded', '', 'embedded'],
    ['embedded', 'http://127.0.0.1:8000/v1', 'embedded', '', 'embedded'],
    ['gpt-5-mini', undefined, 'responses', openai, 'gpt-5-mini'],
    ['openai:gpt-5-mini', undefined, 'responses', openai, 'gpt-5-mini'],
    ['gpt-5-mini', 'HTTPS://API.OpenAI.com/v1/', 'responses', openai, 'gpt-5-mini'],
    ['ollama:llama3.1:8b', undefined, 'chat', 'http://127.0.0.1:11434/v1', 'llama3.1:8b'],
    ['ollama:qwen3', 'http://gpu:11434/v1', 'chat', 'http://gpu:11434/v1', 'qwen3'],
    ['openai:x', 'http://127.0.0.1:8000/v1', 'chat', 'http://127.0.0.1:8000/v1', 'x'],
    ['mistral:7b', 'http://127.0.0.1:11434/v1', 'chat', 'http://127.0.0.1:11434/v1', 'mistral:7b'],
    ['vllm:org/model', undefined, 'chat', 'http://127.0.0.1:8000/v1', 'org/model'],
    ['vllm:org/model', 'http://gpu:9000/v1', 'chat', 'http://gpu:9000/v1', 'org/model'],
    ['lmstudio:qwen3', undefined, 'chat', 'http://127.0.0.1:1234/v1', 'qwen3'],
    ['x', 'http://h/v1/?api-version=1', 'chat', 'http://h/v1?api-version=1', 'x'],
    [
      'org/model:free',
      'https://openrouter.ai/api/v1',
      'chat',
      'https://openrouter.ai/api/v1',
      'org/model:free',
    ],
    ['x', 'http://127.0.0.1:8000/v1//', 'chat', 'http://127.0.0.1:8000/v1', 'x'],
    ['x', 'http://127.0.0.1:8000', 'chat', 'http://127.0.0.1:8000', 'x'],
  ])('reads --model %s with base URL %s as the %s API', (model, url, api, baseURL, name) => {
    expect(readEndpoint(model, url, undefined)).toEqual({ model: name, baseURL, api });
  });

  it.each(['chat', 'responses'] as const)('speaks %s wherever it is told to', (api) => {
    expect(readEndpoint('x', undefined, api).api).toBe(api);
    expect(readEndpoint('x', 'http://127.0.0.1:1/v1', api).api).toBe(api);
  });

  it.each(['127.0.0.1:8000/v1', 'localhost:8000', 'ftp://host/v1', 'file:///etc/passwd', 'v1', ''])(
    'says what a web address looks like when given %j',
    (url) => {
      const read = () => readEndpoint('x', url, undefined);
      expect(read).toThrow(UserMistake);
      expect(read).toThrow(/no web address; it looks like http:\/\//);
    },
  );

  it.each(['http://me:secret@host/v1', 'http://secret@host/v1', 'http://:secret@host/v1'])(
    'refuses credentials inside %s without repeating them',
    (url) => {
      const read = () => readEndpoint('x', url, undefined);
      expect(read).toThrow(UserMistake);
      expect(read).toThrow(/OPENAI_API_KEY/);
      expect(read).not.toThrow(/secret/);
    },
  );

  it.each(['ollama:', 'openai:'])('asks for the name that %s lacks', (model) => {
    expect(() => readEndpoint(model, undefined, undefined)).toThrow(UserMistake);
    expect(() => readEndpoint(model, undefined, undefined)).toThrow(`${model}<name>`);
  });

  it.each(['openrouter', 'anthropic', 'gemini', 'mistral', 'groq'])(
    'knows the address and the key of %s, whatever OPENAI_BASE_URL says',
    (provider) => {
      const environment = { OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' };
      const named =
        provider === 'gemini' || provider === 'mistral' ? undefined : environment.OPENAI_BASE_URL;
      const endpoint = readEndpoint(`${provider}:org/model`, named, undefined, environment);
      expect(endpoint).toEqual({
        model: 'org/model',
        provider,
        api: 'chat',
        baseURL: providers[provider]?.baseURL,
      });
    },
  );

  it('asks for the address that every customer of Azure has', () => {
    expect(() => readEndpoint('azure:x', undefined, undefined, {})).toThrow(
      /AZURE_OPENAI_ENDPOINT/,
    );
    const environment = { AZURE_OPENAI_ENDPOINT: 'https://acme.openai.azure.com/' };
    const endpoint = readEndpoint('azure:x', undefined, undefined, environment);
    expect(endpoint.baseURL).toBe('https://acme.openai.azure.com/openai/v1');
  });

  it('refuses a key in the address without repeating it', () => {
    const read = () => readEndpoint('x', 'http://h/v1?api-key=sk-secret', undefined);
    expect(read).toThrow(/holds a key/);
    expect(read).not.toThrow(/sk-secret/);
  });
});
