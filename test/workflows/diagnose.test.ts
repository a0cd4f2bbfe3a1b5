import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { diagnose } from '../../workflows/diagnose.ts';
import { no, yes } from '../support/cases.ts';
import { enterRun } from '../support/decided-run.ts';
import { tempFolder } from '../support/files.ts';

it('names what lies behind the mistakes of a run in a ledger, with what to do', async () => {
  const ledger = await openLedger(path.join(tempFolder(), 'ledger.db'));
  try {
    const tickets = Array.from({ length: 300 }, (_, index) => {
      const isSpoiled = index >= 200 && index % 4 === 0;
      const outcomes = [no('manners'), isSpoiled ? no('waiting') : yes('waiting'), no('website')];
      return { id: `T${index + 1}`, outcomes };
    });
    await enterRun(ledger, 'run', tickets);
    await ledger.write({
      gold: tickets.map(({ id }, index) => ({
        run: 'run',
        row: index + 1,
        address: `address of ${id}`,
        themes: 'waiting',
        author: 'Ada',
        at: 1,
        reason: '',
        undone_at: null,
      })),
    });
    const report = await diagnose(ledger, { run: 'run', gold: undefined, failOn: [] });
    expect(report.causes).toMatchObject([
      {
        agent: 'judge:waiting',
        cause: 'drift',
        command: ['trace', '--run', 'run', '--agent', 'judge:waiting'],
      },
    ]);
    expect(Math.abs((report.causes[0]?.since ?? 0) - 201)).toBeLessThan(10);
    expect(report.causes[0]?.advice).toContain('look at what changed at row');
  } finally {
    await ledger.close();
  }
});
