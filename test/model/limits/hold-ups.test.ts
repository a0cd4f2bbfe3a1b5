import { expect, it, vi } from 'vitest';
import type { HoldUp } from '../../../src/domain/hold-up.ts';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { HoldUps } from '../../../src/model/limits/hold-ups.ts';

function listen() {
  vi.useFakeTimers({ now: 1_000_000 });
  const told: (HoldUp | null)[] = [];
  const holdUps = new HoldUps((holdUp) => told.push(holdUp));
  const after = (ms: number) => {
    vi.advanceTimersByTime(ms);
    return told.splice(0);
  };
  return { holdUps, after };
}

const gateway = new ModelFault('server_error', '502 Bad gateway', { status: 502 });

it('tells once what a server did several times in a row, and when the next try is', () => {
  const { holdUps, after } = listen();
  for (const ms of [8000, 20_000]) {
    holdUps.failed(gateway);
    holdUps.pause(ms);
  }
  const failing = { did: 'answered 502', times: 2, nextTry: 1_008_000 };
  expect(after(1000)).toEqual([{ failing, limit: null }]);
});

it('says that a call is asked again once its pause is over, and nothing once it was answered', () => {
  const { holdUps, after } = listen();
  holdUps.failed(new ModelFault('connection', 'socket hang up'));
  const over = holdUps.pause(5000);
  after(1000);
  over();
  const failing = { did: 'could not be reached', times: 1, nextTry: null };
  expect(after(1000)).toEqual([{ failing, limit: null }]);
  holdUps.answered();
  expect(after(1000)).toEqual([null]);
});

it('takes a refusal of what was asked for an answer', () => {
  const { holdUps, after } = listen();
  holdUps.failed(gateway);
  holdUps.failed(new ModelFault('bad_request', '400 no', { status: 400 }));
  expect(after(1000)).toEqual([null]);
});

it('tells of a limit that is felt, until the last time that it was said to hold', () => {
  const { holdUps, after } = listen();
  holdUps.limited(500, '--rpm 200');
  expect(after(1000)).toEqual([]);
  holdUps.limited(9000, '--rpm 6');
  holdUps.limited(4000, '--rpm 6');
  const limit = { until: 1_010_000, why: '6 requests a minute' };
  expect(after(1000)).toEqual([{ failing: null, limit }]);
});
