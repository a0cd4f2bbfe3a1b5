import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { Tribunal } from '../../src/tribunal/tribunal.ts';
import { onPostgres } from '../support/engines.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, rowsOf } from '../support/served-batch.ts';
import { shareBatch } from '../support/shared-batch.ts';

onPostgres((engine) => {
  it('a docket that workers die of costs two of them, and only its own tickets', async () => {
    const batch = await shareBatch(engine, [...lateTexts(11), 'a poisoned text']);
    const { hear } = Tribunal.prototype;
    const spy = vi.spyOn(Tribunal.prototype, 'hear').mockImplementation(function (
      this: Tribunal,
      ticket,
    ) {
      if (ticket.text.includes('poisoned') && ticket.defect === undefined)
        throw new TypeError('a bug that only this ticket brings out');
      return hear.call(this, ticket);
    });
    const drain = () => runCli(['worker', '--ledger', batch.ledger, '--drain', ...batch.allow]);
    const leave = async () => {
      const { stdout } = await runCli([...batch.command, '--detach', '--json']);
      return JSON.parse(stdout).run;
    };
    const resultsOf = async (run: string) => {
      const out = path.join(batch.folder, `${run}.csv`);
      await runCli(['runs', 'export', run, '--ledger', batch.ledger, '--out', out]);
      return rowsOf(out);
    };
    const run = await leave();
    const ends = [await drain(), await drain(), await drain()];
    expect(ends.map(({ code }) => code)).toEqual([70, 70, 0]);

    const rows = await resultsOf(run);
    const failed = rows.filter(({ status }) => status === 'failed');
    expect(rows.slice(0, 8).map(({ status }) => status)).toEqual(Array(8).fill('decided'));
    expect(failed.length).toBeGreaterThan(0);
    for (const { justification } of failed)
      expect(justification).toMatch(
        /^Not judged: the process that judged it ended again and again/,
      );
    expect(await batch.ask('select id from holdings')).toEqual([]);

    // The same command tries them again.
    spy.mockRestore();
    const again = await leave();
    expect(await drain()).toMatchObject({ code: 0 });
    const statuses = (await resultsOf(again)).map(({ status }) => status);
    expect(statuses).toEqual(Array(12).fill('decided'));
  });
});
