import { expect, it } from 'vitest';
import { settleAll } from '../../../src/tribunal/queue/settle-all.ts';

it('waits for what is under way before it says what failed', async () => {
  let finish = (_: string) => {};
  const paid = new Promise<string>((resolve) => {
    finish = resolve;
  });
  let said = '';
  const all = settleAll([Promise.reject(new Error('stopped')), paid]).catch((error: Error) => {
    said = error.message;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(said).toBe('');
  finish('answer');
  await all;
  expect(said).toBe('stopped');
});

it('gives the values in their order', async () => {
  expect(await settleAll([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});
