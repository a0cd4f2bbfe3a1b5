import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { type Claimant, startClaimant } from '../../support/claimants.ts';
import { askLedger, onEveryEngine } from '../../support/engines.ts';

onEveryEngine((engine) => {
  /** This process at work with a ledger, and other processes at will. */
  async function shareLedger() {
    const { ledger, location } = await engine.open();
    const { presence, claims } = await ledger.enter();
    return {
      id: presence.id,
      claim: async (...addresses: string[]) => [...(await claims.claim(addresses))].sort(),
      release: (address: string) => claims.release(address),
      startOther: () => startClaimant(location),
      /** Enters a process by hand, with a claim. */
      async enterOther(id: string, pid: number, host: string, silentMs: number, address: string) {
        await askLedger(
          location,
          `insert into processes (id, host, pid, beat_at, machine) select '${id}', '${host}', ${pid},
            ${Date.now() - silentMs}, ${host === hostname() ? 'machine' : `'another'`} from processes where id = '${presence.id}'`,
          `insert into claims values ('${address}', '${id}')`,
        );
      },
      /** Does something between what this process writes next and what it then reads. */
      afterNextWrite(act: () => Promise<void>) {
        const write = ledger.write.bind(ledger);
        ledger.write = async (rows) => {
          ledger.write = write;
          await write(rows);
          await act();
        };
      },
      silence: ({ kill }: Claimant) => kill(),
      /** Its claims stay. */
      forgetOther: (id: string) => askLedger(location, `delete from processes where id = '${id}'`),
      async holders() {
        const rows = await askLedger(
          location,
          'select address, process from claims order by address',
        );
        return rows.map(({ address, process }) => [address, process]);
      },
      processes: async () =>
        (await askLedger(location, 'select id from processes')).map(({ id }) => id),
    };
  }

  describe('claims', () => {
    it('keep a question from everybody else until its holder gives it back', async () => {
      const { claim, release, startOther } = await shareLedger();
      const other = await startOther();
      expect(await other.claim('x', 'y')).toEqual([]);
      expect(await claim('x', 'y', 'z')).toEqual(['x', 'y']);
      await release('x');
      expect(await claim('x')).toEqual(['x']);
      expect(await other.claim('z')).toEqual(['z']);
      await other.release('x');
      expect(await claim('x', 'y')).toEqual(['y']);
      expect(await other.claim('x')).toEqual(['x']);
    });

    it('are made again where the holder gives them back while they are looked at', async () => {
      const { claim, startOther, afterNextWrite, holders, id } = await shareLedger();
      const other = await startOther();
      await other.claim('x');
      afterNextWrite(() => other.release('x'));
      expect(await claim('x')).toEqual([]);
      expect(await holders()).toEqual([['x', id]]);
    });

    it('are one’s own however often they are made', async () => {
      const { claim, holders, id } = await shareLedger();
      expect(await claim('x')).toEqual([]);
      expect(await claim('x', 'y', 'x')).toEqual([]);
      expect(await holders()).toEqual([
        ['x', id],
        ['y', id],
      ]);
    });

    it('are all given back by a process that ends', async () => {
      const { claim, startOther, processes, holders, id } = await shareLedger();
      const other = await startOther();
      await other.claim('x', 'y');
      await other.leave();
      expect(await holders()).toEqual([]);
      expect(await processes()).toEqual([id]);
      expect(await claim('x', 'y')).toEqual([]);
    });

    it('are taken over from a process that was killed, and it is forgotten', async () => {
      const { claim, startOther, enterOther, processes, holders, id, silence } =
        await shareLedger();
      const killed = await startOther();
      await killed.claim('x', 'y');
      await enterOther('alive', process.ppid, hostname(), 0, 'z');
      await silence(killed);
      expect(await claim('x', 'z')).toEqual(['z']);
      expect(await holders()).toEqual([
        ['x', id],
        ['z', 'alive'],
      ]);
      expect((await processes()).sort()).toEqual([id, 'alive'].sort());
    });

    it('of the dead go to one of those who want them', async () => {
      const { claim, startOther, silence } = await shareLedger();
      const [killed, other] = await Promise.all([startOther(), startOther()]);
      await killed.claim('x', 'y');
      await silence(killed);
      const wanted = ['x', 'y'];
      const [theirs, ours] = await Promise.all([other.claim(...wanted), claim(...wanted)]);
      expect([...theirs, ...ours].sort()).toEqual(wanted);
    });

    it.each<[string, number, string, number, boolean]>([
      ['spoke lately on another machine', 1, 'another.example', 20_000, true],
      ['was silent for half a minute on another machine', 1, 'another.example', 31_000, false],
      [
        'exists on this one, however silent it seems at first',
        process.ppid,
        hostname(),
        31_000,
        true,
      ],
      ['has a number that nobody has', 2 ** 30, hostname(), 0, false],
    ])('of a process that %s', async (_, pid, host, silentMs, stands) => {
      const { claim, enterOther, processes } = await shareLedger();
      await enterOther('other', pid, host, silentMs, 'x');
      expect(await claim('x')).toEqual(stands ? ['x'] : []);
      expect((await processes()).includes('other')).toBe(stands);
    });

    it('of a process that the ledger does not know are nobody’s', async () => {
      const { claim, enterOther, forgetOther } = await shareLedger();
      await enterOther('other', process.ppid, hostname(), 0, 'x');
      expect(await claim('x')).toEqual(['x']);
      await forgetOther('other');
      expect(await claim('x')).toEqual([]);
    });
  });
});
