import { expect, it } from 'vitest';
import { onEveryEngine } from '../support/engines.ts';

onEveryEngine((engine) => {
  it('texts with what no database keeps are found again, and nothing of them is cut off', async () => {
    const { ledger } = await engine.open();
    const run = {
      id: 'run',
      key: '',
      workflow: 'batch',
      file: 'a\0b',
      model: 'm',
      base_url: '',
      status: 'finished' as const,
      started_at: 1,
      ended_at: 2,
      settings: '{}',
      summary: null,
      process: null,
      rows: 1,
    };
    await ledger.runs.start(run);
    const ids = ['T\0 1', 'T\ud800 2', 'T😀 3'];
    await ledger.write({
      tickets: ids.map((id, index) => ({
        run: 'run',
        row: index + 1,
        id,
        address: 'x',
        cells: JSON.stringify([id]),
        defect: null,
      })),
    });
    for (const [index, id] of ids.entries()) {
      const [found] = await ledger.stories.tickets(id);
      expect(found?.row).toBe(index + 1);
      expect(JSON.parse(found?.cells ?? '')).toEqual([id]);
    }
    const kept = await ledger.stories.ticketIds('run', 3);
    expect(kept.sort()).toEqual(['T\ufffd 1', 'T\ufffd 2', 'T😀 3'].sort());
    expect((await ledger.runs.find('run'))?.file).toBe('a\ufffdb');
  });
});
