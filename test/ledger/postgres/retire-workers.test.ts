import { describe, expect, it } from 'vitest';
import { GivenUp } from '../../../src/ledger/group-commit.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { blame, Queue } from '../../../src/ledger/postgres/queue.ts';
import { retireSilentWorkers } from '../../../src/ledger/postgres/retire-workers.ts';
import type { CallRow } from '../../../src/ledger/schema.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { askLedger, onPostgres } from '../../support/engines.ts';

const run = '20261123-000000-test';

function call(id: string, process: string, state: CallRow['state'], docket = id): CallRow {
  return {
    id,
    run,
    docket,
    endpoint: 'e',
    process,
    state,
    sent_at: 1,
    settled_at: null,
    queued: 0,
    waited: 0,
    cause: null,
    cost: null,
    tokens: 0,
    tokens_in: 0,
    tokens_cached: 0,
    tokens_out: 0,
  };
}

const answer = (address: string, body: string) => ({ address, agent: 'a', docket: 'd', body });

onPostgres((engine) => {
  async function workerAt(location: string) {
    const ledger = await openLedger(location);
    whenTestEnds(() => ledger.close());
    const { presence, claims } = await ledger.enter(() => ({ run, open: 0, calls: 0 }));
    return { ledger, presence, claims, id: presence.id, queue: await Queue.open(ledger) };
  }

  /** A worker in the middle of its work, that then says nothing for a while, and another one. */
  async function setUp() {
    const location = await engine.emptyLedger();
    const doomed = await workerAt(location);
    const other = await workerAt(location);
    await doomed.queue.begin(run);
    await doomed.queue.submit(run, [
      { first: 1, last: 4 },
      { first: 5, last: 8 },
      { first: 9, last: 12 },
    ]);
    const portions = await doomed.queue.take(run, 2, doomed.id);
    await doomed.claims.claim(['one', 'two']);
    await doomed.ledger.write({
      calls: [call('i', doomed.id, 'intent'), call('s', doomed.id, 'sent')],
    });
    await doomed.ledger.write({ calls: [call('t', doomed.id, 'settled')] });
    const ask = (statement: string) => askLedger(location, statement);
    const silence = (seconds: number) =>
      ask(
        `update processes set beat_at = (extract(epoch from clock_timestamp()) - ${seconds}) * 1000 where id = '${doomed.id}'`,
      );
    return { location, doomed, other, portions, ask, silence };
  }

  const retire = ({ ledger, queue }: { ledger: Ledger; queue: Queue }) =>
    retireSilentWorkers(ledger, queue);

  describe('a worker that fell silent', () => {
    it('is retired by one of the others: its work is theirs, and what it sent is unknown', async () => {
      const { location, doomed, other, portions, ask, silence } = await setUp();
      const third = await workerAt(location);
      expect(await retire(other)).toEqual([]);
      await silence(29);
      expect(await retire(other)).toEqual([]);
      await silence(31);
      const retired = (await Promise.all([retire(other), retire(third), retire(other)])).flat();
      expect(retired).toMatchObject([{ id: doomed.id, portions: 2, unknownCalls: 1 }]);
      expect(await ask('select id, state from calls order by id')).toEqual([
        { id: 's', state: 'unknown' },
        { id: 't', state: 'settled' },
      ]);
      expect(await ask('select address from claims')).toEqual([]);
      expect(await third.queue.left(run)).toEqual({ waiting: 3, held: 0 });
      const taken = await third.queue.take(run, 9, third.id);
      expect(taken).toHaveLength(3);
      const blamed = portions.map((portion) => ({ ...portion, blame: blame.silence }));
      expect(taken).toEqual(expect.arrayContaining(blamed));
    });

    it('sends nothing more, and finds out that it was given up', async () => {
      const { doomed, other, silence } = await setUp();
      await silence(31);
      await retire(other);
      await expect(
        doomed.ledger.writeAsLiving({ calls: [call('late', doomed.id, 'sent')] }),
      ).rejects.toBeInstanceOf(GivenUp);
      expect(doomed.presence.givenUp.aborted).toBe(false);
      await doomed.presence.beat();
      expect(doomed.presence.givenUp.aborted).toBe(true);
    });

    it('may bring an answer late: it is accepted once, and its call is settled', async () => {
      const { doomed, other, ask, silence } = await setUp();
      await silence(31);
      await retire(other);
      const late = {
        calls: [call('s', doomed.id, 'settled')],
        answers: [answer('one', 'late')],
      };
      await doomed.ledger.writePaid(late);
      await doomed.ledger.writePaid(late);
      expect(await ask("select state from calls where id = 's'")).toEqual([{ state: 'settled' }]);
      expect(await ask('select body from answers')).toEqual([{ body: 'late' }]);
    });

    it('does not put its late answer in the place of one that was paid for again', async () => {
      const { doomed, other, ask, silence } = await setUp();
      await silence(31);
      await retire(other);
      await other.ledger.writePaid({ answers: [answer('one', 'again')] });
      await doomed.ledger.writePaid({ answers: [answer('one', 'late'), answer('two', 'late')] });
      expect(await ask('select address, body from answers order by address')).toEqual([
        { address: 'one', body: 'again' },
        { address: 'two', body: 'late' },
      ]);
    });

    it('is taken out by whoever waits for its claims, and its work is delivered all the same', async () => {
      const { other, ask, silence } = await setUp();
      await silence(31);
      expect(await other.claims.claim(['one'])).toEqual(new Set());
      expect(await ask("select state from calls where id = 's'")).toEqual([{ state: 'unknown' }]);
      expect(await retire(other)).toEqual([]);
      expect(await other.queue.left(run)).toEqual({ waiting: 3, held: 0 });
    });

    it('is spared where it shows itself in time, and holds what it held', async () => {
      const { doomed, other, silence } = await setUp();
      await silence(31);
      await doomed.presence.beat();
      expect(await retire(other)).toEqual([]);
      await doomed.ledger.writeAsLiving({ calls: [call('more', doomed.id, 'sent')] });
      expect(await doomed.queue.left(run)).toEqual({ waiting: 1, held: 2 });
    });
  });
});
