import { describe, expect, it, vi } from 'vitest';
import { CallJournal } from '../../../src/ledger/call-journal.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { startClaimant } from '../../support/claimants.ts';
import { whenTestEnds } from '../../support/endings.ts';
import { askLedger, onPostgres } from '../../support/engines.ts';

function call(id: string, change: object = {}) {
  return {
    id,
    run: 'a run',
    docket: 'd',
    endpoint: 'server',
    process: 'p',
    state: 'sent' as const,
    sent_at: Date.now(),
    settled_at: null,
    queued: 0,
    waited: 0,
    cause: null,
    cost: null,
    tokens: 0,
    tokens_in: 0,
    tokens_cached: 0,
    tokens_out: 0,
    ...change,
  };
}

const rest = async (location: string) =>
  (await askLedger(location, 'select rest from allotments'))[0]?.rest;

describe('what processes may spend together', () =>
  onPostgres((engine) => {
    it('is spent to the last call by four of them at once, and not passed', async () => {
      const { ledger, location } = await engine.open();
      await ledger.allotments.fill('a run', 'calls', 100, true);
      const others = await Promise.all([1, 2, 3].map(() => openLedger(location)));
      for (const other of others) whenTestEnds(() => other.close());
      const taken = await Promise.all(
        [ledger, ...others].map(async ({ allotments }) => {
          let count = 0;
          while (await allotments.take('a run', 'calls', 1)) count += 1;
          return count;
        }),
      );
      expect(taken.reduce((sum, count) => sum + count, 0)).toBe(100);
      expect(await rest(location)).toBe(0);
    });

    it('is set anew by a command, and left alone by who joins it', async () => {
      const { ledger, location } = await engine.open();
      await ledger.allotments.fill('a run', 'dollars', 5, true);
      expect(await ledger.allotments.take('a run', 'dollars', 3)).toBe(true);
      await ledger.allotments.fill('a run', 'dollars', 5, false);
      expect(await rest(location)).toBe(2);
      await ledger.allotments.overdraw('a run', 'dollars', 2.5);
      expect(await ledger.allotments.take('a run', 'dollars', 0)).toBe(false);
      await ledger.allotments.giveBack('a run', 'dollars', 1);
      expect(await rest(location)).toBe(0.5);
      await ledger.allotments.fill('a run', 'dollars', 5, true);
      expect(await rest(location)).toBe(5);
    });

    it('of a day counts calls of a clock that was ahead for a day, and no longer', async () => {
      const { ledger, location } = await engine.open();
      const ahead = Date.now() + 400 * 24 * 3_600_000;
      await ledger.write({
        calls: [call('1'), call('2', { sent_at: ahead }), call('3', { sent_at: ahead })],
      });
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(7);
      await askLedger(location, `update allotments set rest = 0, filled_at = ${ahead}`);
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(7);
      // As a day later.
      const day = 24 * 3_600_000;
      await askLedger(location, `update calls set sent_at = sent_at - ${day}`);
      await askLedger(location, `update allotments set filled_at = filled_at - ${day}`);
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(10);
    });

    it('of a day goes by the clock of the server, whatever that of the machine says', async () => {
      const { ledger, location } = await engine.open();
      await ledger.write({ calls: [call('1'), call('2')] });
      const now = Date.now();
      for (const hours of [25, -25, 0]) {
        vi.spyOn(Date, 'now').mockReturnValue(now + hours * 3_600_000);
        await ledger.allotments.fillDay('server', 10);
        vi.restoreAllMocks();
        expect(await rest(location)).toBe(8);
      }
    });

    it('of a day counts the calls of a machine whose clock is days behind', async () => {
      const { ledger, location } = await engine.open();
      vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3 * 24 * 3_600_000);
      const { presence } = await ledger.enter();
      await new CallJournal(ledger, 'a run', presence).intend('a docket', 'server').send();
      vi.restoreAllMocks();
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(9);
    });

    it('gets nothing back where a command takes the run up, which has set it anew', async () => {
      const { ledger, location } = await engine.open();
      await ledger.write({ calls: [call('1', { state: 'intent' }), call('2')] });
      await ledger.allotments.fill('a run', 'calls', 7, true);
      expect(await ledger.runs.markUnknownCalls('a run')).toBe(1);
      expect(await rest(location)).toBe(7);
    });

    it('gets back what a process that was killed had reserved and not sent', async () => {
      const { ledger, location } = await engine.open();
      const { presence } = await ledger.enter();
      const killed = await startClaimant(location);
      const living = await startClaimant(location);
      await ledger.allotments.fill('a run', 'calls', 0, true);
      await ledger.write({
        calls: [
          call('1', { process: killed.id, state: 'intent' }),
          call('2', { process: killed.id, state: 'intent' }),
          call('3', { process: killed.id }),
          call('4', { process: living.id, state: 'intent' }),
          call('5', { process: presence.id, state: 'intent' }),
          call('6', { process: killed.id, state: 'intent', run: 'another' }),
        ],
      });
      expect(await ledger.allotments.reclaim('a run')).toBe(0);
      await killed.kill();
      // As after thirty seconds of silence.
      await askLedger(location, `update processes set beat_at = 0 where id = '${killed.id}'`);
      const counts = await Promise.all([1, 2].map(() => ledger.allotments.reclaim('a run')));
      expect(counts.toSorted()).toEqual([0, 2]);
      expect(await rest(location)).toBe(2);
      const left = await askLedger(location, 'select id from calls order by id');
      expect(left.map(({ id }) => id)).toEqual(['3', '4', '5', '6']);
    });

    it('of a day is what it allows less the calls of the last 24 hours, whoever made them', async () => {
      const { ledger, location } = await engine.open();
      const hour = 3600_000;
      const at = (hours: number) => ({ sent_at: Date.now() - hours * hour });
      await ledger.write({
        calls: [
          call('1', at(1)),
          call('2', { ...at(23), state: 'settled' }),
          call('3', at(25)),
          call('4', { state: 'intent' }),
          call('5', { ...at(1), state: 'intent' }),
          call('6', { endpoint: 'another' }),
        ],
      });
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(7);
      await ledger.allotments.take('server', 'calls', 2);
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(5);
      await ledger.allotments.fillDay('server', 6);
      expect(await rest(location)).toBe(3);
      await askLedger(location, 'update allotments set filled_at = filled_at - 61000');
      await ledger.allotments.fillDay('server', 10);
      expect(await rest(location)).toBe(7);
    });
  }));
