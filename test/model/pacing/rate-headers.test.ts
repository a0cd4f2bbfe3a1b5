import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAllowance } from '../../../src/model/pacing/rate-headers.ts';

/** What is read of `remaining`, `reset` and `limit`. */
function allowanceOf(given: Record<string, string>, of: 'requests' | 'tokens' = 'requests') {
  const entries = Object.entries(given).map(([name, value]): [string, string] => [
    `X-RateLimit-${name}-Requests`,
    value,
  ]);
  return readAllowance(new Headers(entries), of);
}

const resetOf = (reset: string) => allowanceOf({ remaining: '1', reset })?.resetMs;

describe('the time until a reset', () => {
  it.each([
    ['6m0s', 360_000],
    ['120ms', 120],
    ['1h2m3.5s', 3_723_500],
    ['8.64s', 8640],
    ['1s', 1000],
    ['2h', 7_200_000],
    ['0s', 0],
    ['60', 60_000],
    ['0.5', 500],
    ['0', 0],
    ['99999999999h', 99_999_999_999 * 3_600_000],
  ])('%s is %d ms', (text, ms) => {
    expect(resetOf(text)).toBeCloseTo(ms, 6);
  });

  it('is the sum of its parts', () => {
    const part = fc.nat(9999);
    fc.assert(
      fc.property(part, part, part, part, (h, m, s, ms) => {
        expect(resetOf(`${h}h${m}m${s}s${ms}ms`)).toBe(h * 3_600_000 + m * 60_000 + s * 1000 + ms);
      }),
    );
  });

  it.each([
    '',
    'soon',
    '-1',
    '-6m0s',
    '1e9',
    '6 m',
    '6m0',
    '1d',
    '.5s',
    '5.s',
    '1s, 2s',
    'Infinity',
    'NaN',
    '2026-11-22T16:00:00Z',
    '9'.repeat(31),
    `${'1s'.repeat(16)}`,
  ])('%j is none', (text) => {
    expect(resetOf(text)).toBeUndefined();
  });
});

describe('an allowance', () => {
  it('has its limit, what is left of it and when it is whole again', () => {
    expect(allowanceOf({ limit: '500', remaining: '0', reset: '120ms' })).toEqual({
      limit: 500,
      left: 0,
      resetMs: 120,
    });
  });

  it.each<Record<string, string>>([{ remaining: '3' }, { reset: '1s' }, { limit: '500' }, {}])(
    'is not read from %j',
    (given) => {
      expect(allowanceOf(given)).toBeUndefined();
    },
  );

  it.each(['', '-1', '1.5', '1e3', 'many', '3, 4', '1'.repeat(13)])('has no count %j', (count) => {
    expect(allowanceOf({ remaining: count, reset: '1s' })).toBeUndefined();
    const unlimited = { limit: undefined, left: 3, resetMs: 1000 };
    expect(allowanceOf({ limit: count, remaining: '3', reset: '1s' })).toEqual(unlimited);
  });

  it('of tokens is another one than that of requests', () => {
    expect(allowanceOf({ remaining: '3', reset: '1s' }, 'tokens')).toBeUndefined();
    const headers = new Headers({
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    });
    expect(readAllowance(headers, 'tokens')).toEqual({
      limit: undefined,
      left: 149_984,
      resetMs: 360_000,
    });
    expect(readAllowance(headers, 'requests')).toBeUndefined();
  });

  it('is none, or two counts, whatever a server sends', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.stringMatching(/^[\d.hms]{0,12}$/),
    );
    fc.assert(
      fc.property(text, text, text, (limit, remaining, reset) => {
        const { left, resetMs } = allowanceOf({ limit, remaining, reset }) ?? {
          left: 0,
          resetMs: 0,
        };
        expect(Number.isSafeInteger(left) && left >= 0).toBe(true);
        expect(Number.isFinite(resetMs) && resetMs >= 0).toBe(true);
      }),
    );
  });
});
