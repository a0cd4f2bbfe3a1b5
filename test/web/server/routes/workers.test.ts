import path from 'node:path';
import { expect, it } from 'vitest';
import type { WorkerList } from '../../../../src/web/api/workers.ts';
import { askLedger, onPostgres } from '../../../support/engines.ts';
import { tempFolder } from '../../../support/files.ts';
import { postgresPassword } from '../../../support/postgres.ts';
import { bodyOf, type ServedApp, serveApp } from '../../../support/served-app.ts';

const listOf = (app: ServedApp) => bodyOf<WorkerList>(app.ask('/workers'));

it('tells of no workers where the ledger is a file', async () => {
  const app = await serveApp(path.join(tempFolder(), 'ledger.db'));
  expect(await listOf(app)).toEqual({ command: null, workers: [] });
});

const now = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

function enter(id: string, secondsAgo: number, more: { role?: string; run?: string } = {}) {
  const { role = 'worker', run } = more;
  const heard = run === undefined ? "null, 0, 0, '" : `'${run}', 8, 100, '`;
  return `insert into processes (id, host, pid, beat_at, run, open, calls, role)
    values ('${id}', 'host of ${id}', 7, ${now} - ${secondsAgo * 1000}, ${heard}${role}')`;
}

onPostgres((engine) => {
  it('tells what starts one, without the password', async () => {
    const { ledger, location } = await engine.open();
    const { command, workers } = await listOf(await serveApp(location));
    expect(command).toBe(`npx tribunal worker --ledger ${ledger.location}`);
    expect(command).not.toContain(postgresPassword);
    expect(workers).toEqual([]);
  });

  it('tells what each hears, how fast it is between two signs of life, and who fell silent', async () => {
    const { location } = await engine.open();
    const app = await serveApp(location);
    await askLedger(
      location,
      ...[enter('a', 4, { run: 'r' }), enter('b', 4), enter('c', 60, { run: 'r' })],
      ...[enter('d', 1200, { run: 'r' }), enter('e', 1, { role: '' })],
    );
    const { workers } = await listOf(app);
    expect(workers).toEqual([
      {
        id: 'a',
        host: 'host of a',
        pid: 7,
        state: 'busy',
        run: 'r',
        open: 8,
        callsPerSecond: null,
      },
      expect.objectContaining({ id: 'b', state: 'idle', run: null, open: 0 }),
      expect.objectContaining({ id: 'c', state: 'silent', callsPerSecond: null }),
    ]);
    const beat = (calls: number, after: number) =>
      `update processes set calls = ${calls}, beat_at = beat_at + ${after} where id = 'a'`;
    const paceOf = async () => (await listOf(app)).workers[0]?.callsPerSecond;
    await askLedger(location, beat(160, 5000));
    expect([await paceOf(), await paceOf()]).toEqual([12, 12]);
    await askLedger(location, beat(160, 5000));
    expect(await paceOf()).toBe(0);
    // As after an hour in which nobody looked.
    await askLedger(location, beat(9000, 3_600_000));
    expect(await paceOf()).toBeNull();
  });
});
