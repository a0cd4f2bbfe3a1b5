import { expect, it } from 'vitest';
import type { CallRow } from '../../../../src/ledger/schema.ts';
import { RunReader } from '../../../../src/web/server/runs/watch-run.ts';
import { tempLedger } from '../../../support/court.ts';
import { tempFolder } from '../../../support/files.ts';
import { servicesOver } from '../../../support/services.ts';
import { writeRunRows } from '../../../support/written-run.ts';

it('a run that goes on tells what failed in the last minute, and what holds its calls up', async () => {
  const { ledger } = await tempLedger();
  await writeRunRows(ledger, 'r', ['a'], [{}], { status: 'running', base_url: 'http://s' });
  const now = Date.now();
  const call = (id: string, age: number, cause: string | null): CallRow => ({
    ...{ id, cause, run: 'r', docket: 'd', endpoint: 'http://s mock', process: null },
    state: 'settled',
    sent_at: now - age,
    settled_at: now - age,
    queued: 0,
    waited: 0,
    tokens: 0,
    tokens_in: 0,
    tokens_cached: 0,
    tokens_out: 0,
    cost: null,
  });
  await ledger.write({
    calls: [
      ...[call('1', 90_000, 'server_error'), call('2', 50_000, 'server_error')],
      ...[call('3', 20_000, 'timeout'), call('4', 10_000, 'server_error')],
    ],
  });
  const services = servicesOver(ledger, { folder: tempFolder(), location: '' });
  const reader = await RunReader.open(services, 'r');
  const { troubles, holdUp } = await reader.progress();
  expect(troubles).toEqual([
    { cause: 'server_error', count: 2 },
    { cause: 'timeout', count: 1 },
  ]);
  expect(holdUp).toBe(null);
  const { presence } = await ledger.enter();
  await ledger.runs.update('r', { process: presence.id });
  const failing = { did: 'answered 502', times: 4, nextTry: now + 8000 };
  const limit = { until: now + 60_000, why: '3 requests a minute' };
  presence.holdUp({ failing, limit });
  await expect.poll(async () => (await reader.progress()).holdUp).toEqual({ failing, limit });
  presence.holdUp({ failing: null, limit: { ...limit, until: now - 1 } });
  await expect.poll(async () => (await reader.progress()).holdUp).toBe(null);
});
