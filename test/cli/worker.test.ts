import path from 'node:path';
import { expect, it } from 'vitest';
import { onPostgres } from '../support/engines.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, questionsAsked, rowsOf } from '../support/served-batch.ts';
import { aloneCommand, shareBatch } from '../support/shared-batch.ts';
import { startCli, until } from '../support/workers.ts';

onPostgres((engine) => {
  it('two workers hear a file as one process does, and pay for nothing twice', async () => {
    const batch = await shareBatch(engine, lateTexts(120), { latencyMs: 30 });
    const workers = [batch.work(), batch.work()];
    const { code, stderr, stdout } = await batch.submit().ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('120');
    expect(batch.repeated()).toEqual([]);
    const { args, out } = aloneCommand(batch);
    expect(await runCli(args)).toMatchObject({ code: 0 });
    expect(batch.decisions()).toEqual(rowsOf(out));
    expect(batch.decisions().map(({ status }) => status)).toEqual(Array(120).fill('decided'));
    const heard = await batch.ask('select process from calls group by process');
    expect(heard).toHaveLength(2);

    for (const { child } of workers) child.kill('SIGTERM');
    for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0 });
    expect(await batch.ask('select id from processes union select address from claims')).toEqual(
      [],
    );
    expect(await batch.ask('select id from holdings')).toEqual([]);
    expect(await batch.ask('select name from public_queue.queue')).toEqual([]);
  });

  it('a file that is left to the workers is heard by one that ends when nothing is left', async () => {
    const batch = await shareBatch(engine, lateTexts(30));
    const left = await runCli([...batch.command, '--detach', '--json']);
    expect(left).toMatchObject({ code: 0 });
    const { run } = JSON.parse(left.stdout);
    const worker = await batch.work(['--drain', '--concurrency', '3']).ended;
    expect(worker).toMatchObject({ code: 0, stdout: '' });
    expect(worker.stderr).toContain(`Run ${run}`);
    const out = path.join(batch.folder, 'exported.csv');
    const words = ['--ledger', batch.ledger, '--out', out];
    expect(await runCli(['runs', 'export', run, ...words])).toMatchObject({ code: 0 });
    expect(rowsOf(out).map(({ status }) => status)).toEqual(Array(30).fill('decided'));
    expect(questionsAsked(batch.server)).toHaveLength(90);
  });

  it('a worker that is told to end finishes what is paid, and another goes on at once', async () => {
    const batch = await shareBatch(engine, lateTexts(100), { latencyMs: 60 });
    const [first, second] = [batch.work(), batch.work()];
    const submitted = batch.submit();
    await until(() => batch.server.count() >= 20);
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(first.said()).toContain('The worker has ended');
    const { code, stderr } = await submitted.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(batch.repeated()).toEqual([]);
    expect(batch.decisions()).toHaveLength(100);
    expect(second.said()).not.toContain('fell silent');
  });

  it('Ctrl-C of the command stops the run for all workers, and the same command goes on', async () => {
    const batch = await shareBatch(engine, lateTexts(100), { latencyMs: 60 });
    const workers = [batch.work(), batch.work()];
    const first = batch.submit();
    await until(() => batch.server.count() >= 20);
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    expect(`${stopped.code} ${stopped.stderr}`).toMatch(/^130 /);
    expect(stopped.stderr).toContain('continue with: npx tribunal batch');
    expect(await batch.ask('select status from runs')).toEqual([{ status: 'interrupted' }]);
    const again = await batch.submit().ended;
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('continues');
    expect(batch.repeated()).toEqual([]);
    expect(batch.decisions().map(({ status }) => status)).toEqual(Array(100).fill('decided'));
    for (const { child, said } of workers) expect(`${child.exitCode} ${said()}`).toMatch(/^null /);
  });

  it('the same command again while a run is heard watches it too', async () => {
    let open = () => {};
    const opens = new Promise<void>((resolve) => {
      open = resolve;
    });
    const batch = await shareBatch(engine, lateTexts(60), { latencyMs: 60, opens });
    batch.work();
    const first = batch.submit();
    await until(() => batch.server.count() > 0);
    const second = startCli([...batch.command, '--out', path.join(batch.folder, 'second.csv')]);
    await until(() => /^Run .* continues/m.test(second.said()));
    open();
    expect(await first.ended).toMatchObject({ code: 0 });
    const { code, stderr } = await second.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(await batch.ask('select status from runs')).toEqual([{ status: 'finished' }]);
    expect(questionsAsked(batch.server)).toHaveLength(180);
  });

  it('a command that died while workers hear its file is given again, and watches them', async () => {
    const batch = await shareBatch(engine, lateTexts(80), { latencyMs: 60 });
    batch.work();
    const first = batch.submit();
    await until(() => batch.server.count() >= 8);
    await first.kill();
    const { code, stderr } = await batch.submit().ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(batch.repeated()).toEqual([]);
    expect(batch.decisions()).toHaveLength(80);
  });
});
