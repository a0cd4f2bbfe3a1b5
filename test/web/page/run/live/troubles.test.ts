import { expect, it } from 'vitest';
import type { RunProgress } from '../../../../../src/web/api/runs.ts';
import {
  areFailing,
  sayTroubles,
  whyNoTime,
} from '../../../../../src/web/page/run/live/troubles.ts';

const going: RunProgress = {
  status: 'running',
  error: null,
  cost: 0,
  now: 1,
  holdUp: null,
  secondsLeft: 8,
  callsPerMinute: 3,
  callsAllowed: null,
  troubles: [],
  failures: [],
  counts: { rows: 10, decided: 1, review: 0, failed: 0 },
  calls: { paid: 1, reused: 0, failed: 0 },
};
const none = { rows: 10, decided: 0, review: 0, failed: 0 };
const failing = { did: 'answered 502', times: 4, nextTry: null };

it('says what failed in the last minute, and that it is asked again', () => {
  const troubles = [
    { cause: 'server_error', count: 1 },
    { cause: 'timeout', count: 2000 },
  ];
  expect(sayTroubles({ ...going, troubles })).toEqual([
    'In the last minute 1 call failed: server error. What failed is asked again by itself.',
    'In the last minute 2,000 calls failed: timeout. What failed is asked again by itself.',
  ]);
});

it('takes calls for failing only as long as none was answered', () => {
  const calls = { paid: 0, reused: 0, failed: 2 };
  const troubles = [{ cause: 'timeout', count: 2 }];
  expect(areFailing({ ...going, calls })).toBe(false);
  expect(areFailing({ ...going, calls, troubles })).toBe(true);
  expect(areFailing({ ...going, calls, holdUp: { failing, limit: null } })).toBe(true);
  expect(areFailing({ ...going, troubles })).toBe(false);
});

it.each([
  ['the run waits for its turn', { status: 'waiting' }],
  ['the run is being stopped', { status: 'pausing' }],
  ['the server gives no answers at present', { holdUp: { failing, limit: null } }],
  ['the file is still being read', { counts: { ...none, rows: null } }],
  ['no ticket is decided yet', { counts: none }],
  ['no further ticket was decided in the last minute', {}],
] satisfies [string, Partial<RunProgress>][])(
  'says why no time is left to be told: %s',
  (why, now) => {
    const said = whyNoTime({ ...going, secondsLeft: null, ...now });
    expect(said).toEqual([`The time left is not known: ${why}.`]);
    expect(whyNoTime({ ...going, ...now })).toEqual([]);
  },
);
