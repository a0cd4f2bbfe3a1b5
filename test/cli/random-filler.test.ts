import { expect, it } from 'vitest';
import { fillAtRandom } from '../support/random-filler.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch } from '../support/served-batch.ts';

it.each(['triage', 'all'])(
  'a server that fills in the schema at random leaves no ticket without a decision: --route %s',
  async (route) => {
    const texts = Array.from({ length: 60 }, (_, index) => `late and lost, number ${index}`);
    const planned = await serveBatch(texts);
    const { server, command, out } = await serveBatch(texts, {
      answer: fillAtRandom(7),
    });
    const more = ['--route', route, '--aggregate', 'always', '--docket', '8'];
    await runCli([...planned.command, ...more]);
    const { code, stderr } = await runCli([...command, ...more, '--out', out]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const { status } of rowsOf(out)) expect(['decided', 'review']).toContain(status);
    expect(server.count()).toBeLessThanOrEqual(1.1 * planned.server.count());
  },
);
