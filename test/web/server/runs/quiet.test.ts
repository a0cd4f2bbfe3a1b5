import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { Quiet } from '../../../../src/web/server/runs/quiet.ts';

it('comes when the last who waited has been answered', async () => {
  const quiet = new Quiet();
  const order: string[] = [];
  const answer = new EventEmitter();
  const waiting = quiet.during(() => once(answer, 'given')).then(() => order.push('answered'));
  const came = quiet.come().then(() => order.push('quiet'));
  answer.emit('given');
  await Promise.all([waiting, came]);
  expect(order).toEqual(['answered', 'quiet']);
});

it('comes also where somebody always waits', async () => {
  const quiet = new Quiet();
  const answer = new EventEmitter();
  const waiting = quiet.during(() => once(answer, 'given'));
  await quiet.come();
  answer.emit('given');
  await waiting;
});
