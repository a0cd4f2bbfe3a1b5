import fc from 'fast-check';
import { APIError } from 'openai';
import { paceLaw } from '../../src/domain/pace-law.ts';
import { readFault } from '../../src/model/faults/read-fault.ts';
import { type Clock, Pacer } from '../../src/model/pacing/pacer.ts';
import { readAllowance } from '../../src/model/pacing/rate-headers.ts';
import type { Fuzzer } from './fuzzer.ts';

interface HeadersInput {
  status: number;
  headers: [string, string][];
}

const numbers = [
  '0',
  '1',
  '-1',
  '007',
  '1.5',
  '1e9',
  '99999999999999999999',
  'Infinity',
  'NaN',
  '',
];
const durations = [
  '1s',
  '6m0s',
  '120ms',
  '1h2m3.5s',
  '9'.repeat(29),
  '1d',
  '-1s',
  '0',
  's',
  '1e3s',
];
const dates = [
  ...['Wed, 21 Oct 2015 07:28:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '2026-02-30', 'tomorrow'],
  ...['Thu, 01 Jan 1970 00:00:00 GMT', '275760-09-13', '-1', '0x10', ' 5 ', '5, 5'],
];
const values = fc.oneof(
  fc.constantFrom(...numbers, ...durations, ...dates),
  fc.nat().map(String),
  fc.double().map(String),
  fc.string({ maxLength: 40 }),
);
const names = [
  ...['retry-after', 'retry-after-ms', 'x-ratelimit-limit-requests', 'x-ratelimit-limit-tokens'],
  ...['x-ratelimit-remaining-requests', 'x-ratelimit-remaining-tokens', 'x-should-retry'],
  ...['x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens', 'date', 'content-type'],
];

/** Longer than a process may wait on the word of one answer, in milliseconds. */
const tooLong = paceLaw.longestRetryMs + 60_000;

/** What headers say is a number that can be gone by, or nothing; a call after them waits no longer than is bearable. */
export const headers: Fuzzer<HeadersInput> = {
  name: 'headers',
  inputs: fc.record({
    status: fc.constantFrom(200, 429, 429, 503),
    headers: fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 6 }),
  }),
  tries: 500,
  async check({ status, headers: given }) {
    const read = headersOf(given);
    const clock = sleeper();
    const pacer = new Pacer({}, [], clock);
    for (const of of ['requests', 'tokens'] as const) {
      const allowance = readAllowance(read, of);
      if (allowance === undefined) continue;
      if (
        ![allowance.left, allowance.resetMs].every((value) => value >= 0 && Number.isFinite(value))
      )
        throw new Error(`an allowance of ${JSON.stringify(allowance)}`);
      pacer.told(allowance, clock.now());
    }
    if (status !== 200) {
      const fault = readFault(APIError.generate(status, undefined, 'no', read));
      const wait = fault?.retryAfterMs;
      if (wait !== undefined && !(wait >= 0)) throw new Error(`it asks to wait ${wait} ms`);
      pacer.refused(clock.now(), wait);
    }
    const asked = clock.now();
    await pacer.acquire(1, undefined);
    if (!(clock.now() - asked <= tooLong)) throw new Error(`waited ${clock.now() - asked} ms`);
  },
};

function headersOf(pairs: readonly [string, string][]): Headers {
  const made = new Headers();
  for (const [name, value] of pairs)
    try {
      made.set(name, value);
    } catch {
      // No HTTP client would hand such a value on either.
    }
  return made;
}

function sleeper(): Clock {
  let time = 1_700_000_000_000;
  return {
    now: () => time,
    async sleep(ms) {
      time += ms;
    },
  };
}
