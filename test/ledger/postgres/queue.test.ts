import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GivenUp } from '../../../src/ledger/group-commit.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { blame, Queue } from '../../../src/ledger/postgres/queue.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { askLedger, onPostgres } from '../../support/engines.ts';

const run = '20261123-000000-test';
const standing = { run, open: 0, calls: 0 };

const never = (): never => {
  throw new Error('nothing was taken');
};

const portions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ first: index * 2 + 1, last: index * 2 + 2 }));

onPostgres((engine) => {
  async function workerAt(location: string) {
    const ledger = await openLedger(location);
    whenTestEnds(() => ledger.close());
    const { presence } = await ledger.enter(() => standing);
    return { ledger, id: presence.id, presence, queue: await Queue.open(ledger) };
  }

  async function setUp(count: number) {
    const location = await engine.emptyLedger();
    const worker = await workerAt(location);
    await worker.queue.begin(run);
    await worker.queue.submit(run, portions(count));
    return { location, ...worker };
  }

  /** The answer to the next transaction is lost once it is committed: it is done again. */
  function loseNextAnswer(ledger: Ledger): void {
    const { transaction } = ledger;
    ledger.transaction = async (work) => {
      ledger.transaction = transaction;
      await ledger.transaction(work);
      return ledger.transaction((ask) => work(ask, 2));
    };
  }

  describe('the queue of a run', () => {
    it('hands portions out in order, each to one worker, until it is empty', async () => {
      const { queue, id, location } = await setUp(5);
      expect((await queue.take(run, 3, id)).map(({ first }) => first)).toEqual([1, 3, 5]);
      const other = await workerAt(location);
      expect((await other.queue.take(run, 3, other.id)).map(({ last }) => last)).toEqual([8, 10]);
      expect(await queue.take(run, 3, id)).toEqual([]);
      expect(await queue.left(run)).toEqual({ waiting: 0, held: 5 });
    });

    it('is exclusive, whoever takes how many at once, and gives back, in whatever order', async () => {
      const { queue, id, location } = await setUp(0);
      const workers = [{ queue, id }, await workerAt(location), await workerAt(location)];
      const step = fc.record({
        worker: fc.nat(2),
        most: fc.integer({ min: 1, max: 4 }),
        after: fc.constantFrom('settle', 'give back'),
      });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(step), async (count, steps) => {
          await queue.begin(run);
          await queue.submit(run, portions(count));
          const settled: number[] = [];
          const held = new Set<string>();
          const hear = async ({ worker, most, after }: (typeof steps)[number]) => {
            const { queue, id } = workers[worker] ?? { queue: undefined, id: '' };
            const taken = (await queue?.take(run, most, id)) ?? [];
            for (const portion of taken) {
              expect(held.has(portion.id)).toBe(false);
              held.add(portion.id);
            }
            for (const portion of taken) held.delete(portion.id);
            if (after === 'give back') return queue?.giveBack(taken, id);
            for (const portion of taken) {
              settled.push(portion.first);
              await queue?.settle(portion);
            }
          };
          await Promise.all(steps.map(hear));
          while (settled.length < count) await hear({ worker: 0, most: 4, after: 'settle' });
          expect(settled.sort((one, other) => one - other)).toEqual(
            portions(count).map(({ first }) => first),
          );
          expect(await queue.left(run)).toEqual({ waiting: 0, held: 0 });
        }),
        { numRuns: 15 },
      );
    });

    it('settles a portion once and for all, and gives back only what is still held', async () => {
      const { queue, id, location } = await setUp(2);
      const [one, two] = await queue.take(run, 2, id);
      if (one === undefined || two === undefined) throw new Error('nothing was taken');
      await queue.settle(one);
      await queue.settle(one);
      await queue.giveBack([one, two], id);
      await queue.giveBack([one, two], id);
      expect(await queue.left(run)).toEqual({ waiting: 1, held: 0 });
      const other = await workerAt(location);
      expect(await other.queue.take(run, 2, other.id)).toEqual([two]);
      // It is not this worker's any more.
      await queue.giveBack([two], id);
      expect(await queue.left(run)).toEqual({ waiting: 0, held: 1 });
    });

    it('remembers of a portion that workers died that held it, and blames nobody for giving it back', async () => {
      const { queue, id, location } = await setUp(1);
      const take = async () => (await queue.take(run, 1, id))[0];
      const give = async (blamed?: number) =>
        queue.giveBack([(await take()) ?? never()], id, blamed);
      await give();
      expect((await take())?.blame).toBeUndefined();
      await askLedger(location, `update holdings set process = 'killed'`);
      await queue.giveBackLost();
      await give(blame.crash);
      expect(await take()).toMatchObject({ first: 1, blame: blame.silence + blame.crash });
    });

    it('hands out again what was taken when the answer was lost, and nothing more', async () => {
      const { queue, ledger, id } = await setUp(6);
      const before = await queue.take(run, 2, id);
      const held = new Set(before.map((portion) => portion.id));
      loseNextAnswer(ledger);
      const taken = await queue.take(run, 2, id, held);
      expect(taken.map(({ first }) => first)).toEqual([5, 7]);
      expect(await queue.left(run)).toEqual({ waiting: 2, held: 4 });
    });

    it('gives nothing to a worker that was taken for dead', async () => {
      const { queue, id, location } = await setUp(2);
      await askLedger(location, `delete from processes where id = '${id}'`);
      await expect(queue.take(run, 1, id)).rejects.toBeInstanceOf(GivenUp);
      expect(await queue.left(run)).toEqual({ waiting: 2, held: 0 });
    });

    it('may be gone: nothing is delivered, settled or given back then, and nothing fails', async () => {
      const { queue, id, location } = await setUp(3);
      const [one, two] = await queue.take(run, 2, id);
      if (one === undefined || two === undefined) throw new Error('nothing was taken');
      const other = await workerAt(location);
      await Promise.all([queue.end(run), other.queue.end(run), queue.end(run)]);
      expect(await queue.take(run, 1, id)).toEqual([]);
      await queue.settle(one);
      await queue.giveBack([two], id);
      await queue.submit(run, portions(1));
      expect(await queue.left(run)).toEqual({ waiting: 0, held: 0 });
      expect(await queue.isWaiting(run)).toBe(false);
    });

    it('begins anew without what workers hold of an earlier one', async () => {
      const { queue, id } = await setUp(2);
      const [old] = await queue.take(run, 1, id);
      await queue.begin(run);
      await queue.submit(run, portions(2));
      if (old !== undefined) await queue.giveBack([old], id);
      expect(await queue.left(run)).toEqual({ waiting: 2, held: 0 });
    });

    it('is delivered by whoever finds that its holder is gone, once', async () => {
      const { queue, ledger, id, location } = await setUp(3);
      await queue.take(run, 2, id);
      const other = await workerAt(location);
      await askLedger(location, `delete from processes where id = '${id}'`);
      await Promise.all([other.queue.giveBackLost(), queue.giveBackLost()]);
      expect(await other.queue.left(run)).toEqual({ waiting: 3, held: 0 });
      expect(await other.queue.take(run, 5, other.id)).toHaveLength(3);
      await ledger.close();
    });
  });

  it('the tables of queues are made once, however many processes open them at once', async () => {
    const { ledger, location } = await engine.open();
    const others = await Promise.all([1, 2, 3, 4].map(() => openLedger(location)));
    for (const other of others) whenTestEnds(() => other.close());
    const queues = await Promise.all([ledger, ...others].map((one) => Queue.open(one)));
    await queues[0]?.begin(run);
    expect(await queues[4]?.isWaiting(run)).toBe(false);
  });
});
