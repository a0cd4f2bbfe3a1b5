import { hostname } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startClaimant } from '../../support/claimants.ts';
import { askLedger, onEveryEngine } from '../../support/engines.ts';

onEveryEngine((engine) => {
  async function setUp() {
    const { ledger, location } = await engine.open();
    const { presence } = await ledger.enter();
    const enter = async (row: { host?: string; pid?: number; silentMs?: number }) => {
      const { host = hostname(), pid = process.ppid, silentMs = 0 } = row;
      const beat = Date.now() - silentMs;
      await askLedger(
        location,
        `insert into processes (id, host, pid, beat_at, machine) select 'other', '${host}', ${pid}, ${beat},
          ${host === hostname() ? 'machine' : `'another'`} from processes where id = '${presence.id}'`,
      );
      return presence.isAlive('other');
    };
    return { ledger, location, presence, enter };
  }

  describe('a process in the ledger', () => {
    it('is alive to itself', async () => {
      const { presence, location } = await setUp();
      expect(await presence.isAlive(presence.id)).toBe(true);
      const [row] = await askLedger(location, 'select id, host, pid from processes');
      expect(row).toEqual({ id: presence.id, host: hostname(), pid: process.pid });
    });

    it('is alive as long as it runs, and dead at once when it was killed', async () => {
      const { presence, location } = await setUp();
      const other = await startClaimant(location);
      expect(await presence.isAlive(other.id)).toBe(true);
      await other.kill();
      expect(await presence.isAlive(other.id)).toBe(false);
      expect(await askLedger(location, 'select id from processes')).toHaveLength(2);
    });

    it('is dead where the ledger never heard of it, or it left', async () => {
      const { presence, location } = await setUp();
      expect(await presence.isAlive('nobody')).toBe(false);
      const other = await startClaimant(location);
      await other.leave();
      expect(await presence.isAlive(other.id)).toBe(false);
    });

    it('is dead where this process has its number now', async () => {
      const { enter } = await setUp();
      expect(await enter({ pid: process.pid })).toBe(false);
    });

    it.each([31_000, 400 * 24 * 3_600_000])(
      'that exists here and was last heard of %d ms ago is alive until it was watched for two minutes, or moves again',
      async (silentMs) => {
        const { enter, presence, location } = await setUp();
        const now = vi.spyOn(performance, 'now').mockReturnValue(1e6);
        onTestFinished(() => now.mockRestore());
        expect(await enter({ silentMs })).toBe(true);
        now.mockReturnValue(1e6 + 119_000);
        expect(await presence.isAlive('other')).toBe(true);
        await askLedger(
          location,
          `update processes set beat_at = beat_at + 500 where id = 'other'`,
        );
        now.mockReturnValue(1e6 + 121_000);
        expect(await presence.isAlive('other')).toBe(true);
        now.mockReturnValue(1e6 + 242_000);
        expect(await presence.isAlive('other')).toBe(false);
      },
    );

    it('is alive where it belongs to another user', async () => {
      const { enter } = await setUp();
      vi.spyOn(process, 'kill').mockImplementationOnce(() => {
        throw Object.assign(new Error('not yours'), { code: 'EPERM' });
      });
      expect(await enter({})).toBe(true);
    });

    it.each([
      ['alive', 29_000, true],
      ['dead', 31_000, false],
    ])('is %s on another machine after %d ms of silence', async (_, silentMs, alive) => {
      const { enter } = await setUp();
      const host = 'another.example';
      expect(await enter({ host, silentMs, pid: process.pid })).toBe(alive);
    });

    // The time of a server is its own.
    it.skipIf(engine.name === 'postgres')(
      'says every few seconds that it lives, and comes back where it was forgotten',
      async () => {
        vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
        const { presence, location } = await setUp();
        const beats = async () =>
          (await askLedger(location, 'select beat_at from processes')).map((row) => row.beat_at);
        const entered = Date.now();
        expect(await beats()).toEqual([entered]);
        await vi.advanceTimersByTimeAsync(6_000);
        await vi.waitFor(async () => expect(await beats()).toEqual([entered + 5_000]));
        await askLedger(location, 'delete from processes');
        await vi.advanceTimersByTimeAsync(5_000);
        await vi.waitFor(async () => expect(await beats()).toEqual([entered + 10_000]));
        await presence.leave();
        await vi.advanceTimersByTimeAsync(10_000);
        expect(await beats()).toEqual([]);
      },
    );
  });
});
