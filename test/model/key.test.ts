import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserMistake } from '../../src/domain/mistake.ts';
import { isOwnServer, readEndpoint } from '../../src/model/endpoint.ts';
import { hideKeys, keyVariable, readKey, rememberSecret } from '../../src/model/key.ts';

const openai = 'https://api.openai.com/v1';
const groq = 'https://api.groq.com/openai/v1';
const away = readEndpoint('x', 'http://127.0.0.1:8000/v1', undefined);

describe('a key', () => {
  it('is that of the environment', () => {
    for (const endpoint of [away, readEndpoint('x', undefined, undefined)])
      expect(readKey(endpoint, { OPENAI_API_KEY: 'sk-1' })).toBe('sk-1');
  });

  it.each([{}, { OPENAI_API_KEY: '' }, { OPENAI_API_KEY: ' \n' }])(
    'is asked for where OpenAI itself is asked and %j has none',
    (environment) => {
      for (const api of ['chat', 'responses'] as const) {
        const endpoint = readEndpoint('x', `${openai}/`, api);
        expect(() => readKey(endpoint, environment)).toThrow(UserMistake);
        expect(() => readKey(endpoint, environment)).toThrow(/OPENAI_API_KEY is not set/);
      }
    },
  );

  it('is not needed on any other server', () => {
    expect(readKey(away, {})).toBe('none');
    expect(readKey(away, { OPENAI_API_KEY: '' })).toBe('none');
  });

  it('is trimmed, as HTTP would', () => {
    expect(readKey(away, { OPENAI_API_KEY: ' sk-12345678\r\n' })).toBe('sk-12345678');
  });

  it.each([
    ['sk-abc\nsk-def', 'a line break'],
    ['Bearer sk-abcdef', 'the word "Bearer"'],
    ['sk-abc def', 'blanks'],
    ['"sk-abcdef"', 'quotation marks'],
    ['sk-абвгд', 'characters that no key has'],
  ])('that can be no header is refused without being shown: %j', (key, what) => {
    const read = () => readKey(away, { OPENAI_API_KEY: key });
    expect(read).toThrow(UserMistake);
    expect(read).toThrow(`OPENAI_API_KEY holds ${what}`);
    expect(read).not.toThrow(/sk-/);
  });

  it('of a provider goes to that provider, and OpenAI’s not to it by its short form', () => {
    const both = { OPENAI_API_KEY: 'sk-openai', GROQ_API_KEY: 'gsk-groq' };
    const short = readEndpoint('groq:x', undefined, undefined);
    const named = readEndpoint('x', groq, undefined);
    expect(readKey(short, both)).toBe('gsk-groq');
    expect(readKey(named, both)).toBe('gsk-groq');
    expect(readKey(away, both)).toBe('sk-openai');
    expect(readKey(named, { OPENAI_API_KEY: 'sk-openai' })).toBe('sk-openai');
    expect(() => readKey(short, { OPENAI_API_KEY: 'sk-openai' })).toThrow(
      /GROQ_API_KEY is not set/,
    );
    expect(keyVariable(named, {})).toBe('OPENAI_API_KEY');
    expect(isOwnServer(groq, both)).toBe(true);
    expect(isOwnServer(groq, { OPENAI_API_KEY: 'sk-openai' })).toBe(false);
  });
});

const inLines = (text: string) => text.replace(/.{7}(?!$)/g, '$&\n');

describe('hidden keys', () => {
  it('stand in no text, however they are written', () => {
    const character = fc.constantFrom(...'abcXYZ019-_+/=.');
    const keys = fc.string({ unit: character, minLength: 16, maxLength: 60 });
    const blanks = fc.constantFrom('', ' ', '\n', '\r\n');
    // No letter of a key: where they overlapped, another part of both would be hidden.
    const texts = fc.string({ unit: fc.constantFrom(...'qwk: «»\n') });
    fc.assert(
      fc.property(keys, blanks, texts, (key, blank, around) => {
        const environment = { MISTRAL_API_KEY: `${key}${blank}` };
        const all = (spell: (code: string) => string) =>
          [...key].map((letter) => spell((letter.codePointAt(0) ?? 0).toString(16))).join('');
        const forms = [
          ...[key, encodeURIComponent(key), encodeURIComponent(encodeURIComponent(key))],
          ...[all((code) => `%${code}`), all((code) => `%25${code.toUpperCase()}`)],
          ...[all((code) => `\\u00${code}`), all((code) => `\\\\x${code}`)],
          ...[all((code) => `&#x${code};`), all((code) => code), key.replaceAll('/', '\\\\/')],
        ];
        for (const form of forms)
          expect(hideKeys(`${around}${form}${blank}${around}`, environment)).toBe(
            `${around}***${blank}${around}`,
          );
      }),
    );
  });

  it.each([
    ['in JSON as some languages write it', (key: string) => key.replaceAll('/', '\\/')],
    ['in base64', (key: string) => Buffer.from(key).toString('base64')],
    ['in lines', inLines],
    ['in lines of JSON', (key: string) => inLines(key).replaceAll('\n', '\\n')],
    ['in small letters', (key: string) => key.toLowerCase()],
    ['in UTF-16', (key: string) => [...key].join('\0')],
    ['in UTF-16, in JSON', (key: string) => JSON.stringify([...key].join('\0')).slice(1, -1)],
    ['as a list of characters', (key: string) => JSON.stringify([...key]).slice(2, -2)],
    ['as a list of bytes', (key: string) => JSON.stringify([...Buffer.from(key)]).slice(1, -1)],
    [
      'in hex with colons',
      (key: string) =>
        Buffer.from(key)
          .toString('hex')
          .replace(/..(?!$)/g, '$&:'),
    ],
    ['for a regular expression', (key: string) => key.replace(/\W|_/g, '\\$&')],
    ['in JSON', (key: string) => JSON.stringify(key).slice(1, -1)],
    ['in HTML', (key: string) => key.replaceAll('&', '&amp;').replaceAll('<', '&lt;')],
    ['by number', (key: string) => key.replaceAll('<', '\\u{3c}').replaceAll('/', '%u002F')],
    ['in base64 as a password', (key: string) => Buffer.from(`:${key}`).toString('base64')],
    ['in base64 for addresses', (key: string) => Buffer.from(`?>${key}`).toString('base64url')],
    ['in base64 behind a name', (key: string) => Buffer.from(`me:${key}!`).toString('base64')],
    ['in an address in lower case', (key: string) => encodeURIComponent(key).toLowerCase()],
  ])('are not given back %s', (_, spell) => {
    const key = 'sk/0123+45<&a/9=\\bc';
    const hidden = hideKeys(`it was ${spell(key)}`, { OPENAI_API_KEY: key });
    expect(hidden).toMatch(/^it was .{0,4}\*\*\*.{0,4}$/);
  });

  it('are looked for in no more than a moment, whatever the text is', () => {
    const environment = { OPENAI_API_KEY: 'sk/0123+45678/9=abc' };
    for (const part of [
      '\\',
      '%25',
      '&amp;',
      '&#0',
      's',
      'sk/0123+45678/9=ab',
      '%73',
      's\\n',
      's\0k,',
      '115, ',
    ])
      expect(hideKeys(part.repeat(2 ** 17 / part.length), environment)).not.toContain('***');
  });

  it('leave words alone that stand for no key', () => {
    const environment = { OPENAI_API_KEY: 'ollama' };
    expect(hideKeys('my ollama does not start', environment)).toBe('my ollama does not start');
  });

  it('are also those that a header brought', () => {
    rememberSecret('tok-header-1');
    expect(hideKeys('it said tok-header-1')).toBe('it said ***');
  });
});
