import { describe, expect, it } from 'vitest';
import { costOf, tariffOf } from '../../src/domain/prices.ts';

const openai = 'https://api.openai.com/v1';

describe('tariffOf', () => {
  it.each([
    ['the embedded model', ''],
    ['Ollama', 'http://127.0.0.1:11434/v1'],
    ['localhost', 'http://localhost:8000/v1'],
    ['another loopback address', 'http://127.1.2.3/v1'],
    ['the loopback of IPv6', 'http://[::1]:8000/v1'],
  ])('is free for %s', (_, baseURL) => {
    expect(tariffOf('gpt-4o', baseURL)).toEqual({ kind: 'free' });
  });

  it.each([
    ['a model that is not listed', 'gpt-99', openai],
    ['a name that every object has', 'constructor', openai],
    ['an unlisted model on a name that only looks local', 'x', 'https://localhost.example.com/v1'],
    ['an unlisted model on a host that only begins like loopback', 'x', 'http://127.0.0.1.nip.io'],
  ])('is unknown for %s', (_, model, baseURL) => {
    expect(tariffOf(model, baseURL)).toEqual({ kind: 'unknown' });
  });

  it('knows a model with a date behind its name or its maker before it', () => {
    const mini = tariffOf('gpt-4o-mini', openai);
    expect(mini).toMatchObject({ kind: 'listed', input: 0.15, output: 0.6 });
    expect(tariffOf('gpt-4o-mini-2024-07-18', openai)).toEqual(mini);
    expect(tariffOf('openai/gpt-4o-mini', 'https://openrouter.ai/api/v1')).toEqual(mini);
  });
});

describe('costOf', () => {
  const tariff = { kind: 'given', input: 2, cached: 0.5, output: 8 } as const;

  it('counts dollars for a million tokens, in and out', () => {
    expect(costOf(tariff, { in: 1_000_000, out: 250_000 })).toBe(4);
  });

  it('takes cached tokens at their own price, as part of those that go in', () => {
    expect(costOf(tariff, { in: 1_000_000, cached: 400_000, out: 0 })).toBeCloseTo(1.4);
  });

  it('is nought where calls are free, and nothing where the price is unknown', () => {
    expect(costOf({ kind: 'free' }, { in: 9, out: 9 })).toBe(0);
    expect(costOf({ kind: 'unknown' }, { in: 9, out: 9 })).toBeUndefined();
  });
});
