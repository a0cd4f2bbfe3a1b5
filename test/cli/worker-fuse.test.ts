import { expect, it } from 'vitest';
import { onPostgres } from '../support/engines.ts';
import { lateTexts } from '../support/served-batch.ts';
import { shareBatch } from '../support/shared-batch.ts';

onPostgres((engine) => {
  it('a useless model is stopped within 40 calls of all workers together, and goes on when it is mended', async () => {
    let isMended = false;
    const faults = () => (isMended ? undefined : ('text' as const));
    const batch = await shareBatch(engine, lateTexts(60), { faults, latencyMs: 50 });
    for (let workers = 0; workers < 4; workers++) batch.work();
    const { code, stderr } = await batch.submit().ended;
    expect({ code, stderr }).toMatchObject({ code: 4 });
    expect(stderr).toMatch(/^Stopped: \d+ calls in a row to triage brought no usable answer/m);
    for (const line of ['Causes', 'Example', 'Try', 'Spent']) expect(stderr).toContain(line);
    expect(batch.server.count()).toBeLessThanOrEqual(40);
    isMended = true;
    const goesOn = await batch.submit().ended;
    expect({ code: goesOn.code, stderr: goesOn.stderr }).toMatchObject({ code: 0 });
    expect(batch.decisions().map(({ status }) => status)).toEqual(Array(60).fill('decided'));
  });
});
