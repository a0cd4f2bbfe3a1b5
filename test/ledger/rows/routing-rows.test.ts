import { expect, it } from 'vitest';
import { askLedger, onEveryEngine } from '../../support/engines.ts';

onEveryEngine((engine) => {
  const routing = (row: number) => ({ run: 'r', row, body: '{"pull":0}' });
  const change = `update routings set body = '{"pull":1}'`;

  async function readAll({ routings }: Awaited<ReturnType<typeof engine.open>>['ledger']) {
    for await (const _ of routings.all('r'));
  }

  it('a routing that was changed in the ledger is read by nobody, and a check names it', async () => {
    const { ledger, location } = await engine.open();
    const ticket = { run: 'r', id: 'T', address: 'a', cells: '["T"]', defect: null };
    await ledger.write({
      tickets: [{ ...ticket, row: 1 }],
      routings: [routing(1), routing(2)],
    });
    await expect(readAll(ledger)).resolves.toBeUndefined();
    await askLedger(location, change);
    const changed = 'a row of routings is not as it was written';
    await expect(ledger.routings.of('r', [1])).rejects.toThrow(changed);
    await expect(ledger.routings.last('r')).rejects.toThrow(changed);
    await expect(readAll(ledger)).rejects.toThrow(changed);
    expect(await ledger.health.firstDamaged()).toMatchObject({
      table: 'routings',
      what: 'its text is not the one that was written (checksum)',
    });
  });

  it('one of an earlier version, which has no checksum, is read', async () => {
    const { ledger, location } = await engine.open();
    await ledger.write({ routings: [routing(1)] });
    await askLedger(location, 'update routings set crc = null');
    expect(await ledger.routings.last('r')).toBe('{"pull":0}');
  });
});
