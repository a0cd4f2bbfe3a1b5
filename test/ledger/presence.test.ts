import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startClaimant } from '../support/claimants.ts';
import { tempLedger } from '../support/court.ts';
import { queryLedger } from '../support/query-ledger.ts';

async function setUp() {
  const { ledger, folder } = await tempLedger();
  const file = path.join(folder, 'ledger.db');
  const { presence } = await ledger.enter();
  const enter = (row: { host?: string; pid?: number; silentMs?: number }) => {
    const { host = hostname(), pid = process.ppid, silentMs = 0 } = row;
    const beat = Date.now() - silentMs;
    queryLedger(file, `insert into processes values ('other', '${host}', ${pid}, ${beat})`);
    return presence.isAlive('other');
  };
  return { ledger, file, presence, enter };
}

describe('a process in the ledger', () => {
  it('is alive to itself', async () => {
    const { presence, file } = await setUp();
    expect(await presence.isAlive(presence.id)).toBe(true);
    const [row] = queryLedger(file, 'select id, host, pid from processes');
    expect(row).toEqual({ id: presence.id, host: hostname(), pid: process.pid });
  });

  it('is alive as long as it runs, and dead at once when it was killed', async () => {
    const { presence, file } = await setUp();
    const other = await startClaimant(file);
    expect(await presence.isAlive(other.id)).toBe(true);
    await other.kill();
    expect(await presence.isAlive(other.id)).toBe(false);
    expect(queryLedger(file, 'select id from processes')).toHaveLength(2);
  });

  it('is dead where the ledger never heard of it, or it left', async () => {
    const { presence, file } = await setUp();
    expect(await presence.isAlive('nobody')).toBe(false);
    const other = await startClaimant(file);
    await other.leave();
    expect(await presence.isAlive(other.id)).toBe(false);
  });

  it('is dead where this process has its number now', async () => {
    const { enter } = await setUp();
    expect(await enter({ pid: process.pid })).toBe(false);
  });

  it('is dead where somebody else got its number: it says nothing any more', async () => {
    const { enter } = await setUp();
    expect(await enter({ silentMs: 31_000 })).toBe(false);
  });

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

  it('says every few seconds that it lives, and comes back where it was forgotten', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const { presence, file } = await setUp();
    const beats = () =>
      queryLedger(file, 'select beat_at from processes').map((row) => row.beat_at);
    const entered = Date.now();
    expect(beats()).toEqual([entered]);
    await vi.advanceTimersByTimeAsync(6_000);
    await vi.waitFor(() => expect(beats()).toEqual([entered + 5_000]));
    queryLedger(file, 'delete from processes');
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => expect(beats()).toEqual([entered + 10_000]));
    await presence.leave();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(beats()).toEqual([]);
  });
});
