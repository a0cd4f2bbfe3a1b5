import { expect, it } from 'vitest';
import { Queue } from '../../src/ledger/queue.ts';
import { onPostgres } from '../support/engines.ts';

onPostgres((engine) => {
  it('ends though portions wait and are held, and what others have stays theirs', async () => {
    const { ledger } = await engine.open();
    const queue = await Queue.open(ledger);
    for (const run of ['stopped', 'other']) {
      await queue.begin(run);
      await queue.submit(run, [
        { first: 1, last: 4 },
        { first: 5, last: 8 },
      ]);
    }
    const [held] = await queue.take('stopped', 1, 'worker');
    await queue.end('stopped');
    expect(await queue.take('stopped', 4, 'worker')).toEqual([]);
    await queue.submit('stopped', [{ first: 9, last: 12 }]);
    if (held !== undefined) await queue.settle(held);
    expect(await queue.left('stopped')).toEqual({ waiting: 0, held: 0 });
    await queue.end('stopped');
    expect(await queue.left('other')).toEqual({ waiting: 2, held: 0 });
    await queue.begin('stopped');
    await queue.submit('stopped', [{ first: 1, last: 8 }]);
    expect(await queue.take('stopped', 4, 'worker')).toMatchObject([{ first: 1, last: 8 }]);
  });

  it('ends while portions are still being submitted and taken', async () => {
    const { ledger } = await engine.open();
    const queue = await Queue.open(ledger);
    for (let round = 0; round < 5; round++) {
      await queue.begin('r');
      const portions = Array.from({ length: 20 }, (_, index) => ({ first: index, last: index }));
      await queue.submit('r', portions);
      await Promise.all([
        ...[1, 2, 3].map(() => queue.submit('r', portions)),
        ...[1, 2, 3].map((worker) => queue.take('r', 4, `worker ${round} ${worker}`)),
        ...[queue.end('r'), queue.end('r')],
      ]);
      expect((await queue.left('r')).waiting).toBe(0);
    }
  });
});
