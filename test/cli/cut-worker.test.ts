import { expect, it } from 'vitest';
import { startCutProxy } from '../support/cut-proxy.ts';
import { onPostgres } from '../support/engines.ts';
import { lateTexts, questionsAsked } from '../support/served-batch.ts';
import { shareBatch } from '../support/shared-batch.ts';
import { startWorker, until } from '../support/workers.ts';

onPostgres((engine) => {
  it('a worker that the network cuts off is replaced, and brings nothing twice when it is back', {
    timeout: 180_000,
  }, async () => {
    const batch = await shareBatch(engine, lateTexts(160), { latencyMs: 150 });
    const proxy = await startCutProxy(Number(new URL(batch.ledger).port));
    const elsewhere = new URL(batch.ledger);
    elsewhere.port = String(proxy.port);
    const cutOff = startWorker(elsewhere.href, [...batch.allow, '--concurrency', '4']);
    const other = batch.work(['--concurrency', '2']);
    const submitted = batch.submit();
    const workersAtWork = async () =>
      (await batch.ask('select process from holdings group by process')).length;
    await until(async () => batch.server.count() >= 16 && (await workersAtWork()) === 2);
    proxy.cut();
    const before = await batch.ask(`select address from answers`);
    await until(() => other.said().includes('fell silent'), 100);
    // From now on it may not send anything, and does not know.
    proxy.heal();
    await until(() => /begins anew/.test(cutOff.said()), 100);
    const { code, stderr } = await submitted.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });

    expect(batch.decisions().map(({ status }) => status)).toEqual(Array(160).fill('decided'));
    expect(before.length).toBeGreaterThan(0);
    // Only what was out at the cut is asked again: four calls of up to four questions.
    expect(batch.repeated().length).toBeLessThanOrEqual(16);
    expect(new Set(questionsAsked(batch.server)).size).toBe(480);
    const [late] = await batch.ask(
      `select count(*) as calls from calls where state in ('sent', 'intent')`,
    );
    expect(late).toEqual({ calls: 0 });
    for (const { child } of [cutOff, other]) child.kill('SIGTERM');
    for (const { ended } of [cutOff, other]) expect(await ended).toMatchObject({ code: 0 });
  });
});
