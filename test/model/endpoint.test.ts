import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { type Endpoint, readEndpoint, readKey } from '../../src/model/endpoint.ts';

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
});

describe('readKey', () => {
  const away = readEndpoint('x', 'http://127.0.0.1:8000/v1', undefined);

  it('takes the key from the environment', () => {
    for (const endpoint of [away, readEndpoint('x', undefined, undefined)])
      expect(readKey(endpoint, { OPENAI_API_KEY: 'sk-1' })).toBe('sk-1');
  });

  it.each([{}, { OPENAI_API_KEY: '' }])('lacks a key for OpenAI itself in %j', (environment) => {
    for (const api of ['chat', 'responses'] as const) {
      const endpoint = readEndpoint('x', `${openai}/`, api);
      expect(() => readKey(endpoint, environment)).toThrow(UserMistake);
      expect(() => readKey(endpoint, environment)).toThrow(/OPENAI_API_KEY is not set/);
    }
  });

  it('needs none for any other server', () => {
    expect(readKey(away, {})).toBe('none');
    expect(readKey(away, { OPENAI_API_KEY: '' })).toBe('none');
  });
});
