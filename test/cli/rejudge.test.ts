import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';

describe('rejudge', () => {
  it('asks as the run did: with its effort and at its tier', async () => {
    const { server, command, ledger } = await serveBatch(lateTexts(1));
    await runCli([...command, '--reasoning-effort', 'low', '--service-tier', 'flex']);
    const before = server.count();
    const rejudge = ['rejudge', '--row', '1', '--theme', 'late_flight', '--ledger', ledger];
    const asked = async (...more: string[]) => {
      const ran = await runCli([...rejudge, '--times', '2', '--json', ...more]);
      expect(ran.code, ran.stderr).toBe(0);
      return JSON.parse(ran.stdout);
    };
    expect(await asked()).toMatchObject({ hasChanged: false });
    const bodies = server.requests.slice(before).map(({ body }) => body as object);
    expect(bodies).toHaveLength(2);
    for (const body of bodies)
      expect(body).toMatchObject({ reasoning_effort: 'low', service_tier: 'flex' });
    // What it asked is found again, also by the plan.
    expect(await asked('--dry-run')).toMatchObject({ calls: 0 });
    await asked();
    expect(server.count()).toBe(before + 2);
  });
});
