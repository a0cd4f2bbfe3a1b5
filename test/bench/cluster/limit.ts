/** A server that allows 20 calls a second, strictly, and four workers that know of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percent, print } from '../print.ts';
import { withCluster } from './cluster.ts';

const perSecond = 20;
const workers = 4;
const tickets = 400;

export async function printLimit(): Promise<void> {
  const options = { latencyMs: 50, limit: { requests: perSecond, perMs: 1000 } };
  await withCluster(options, true, async ({ submit, work, ask, server }) => {
    await submit(tickets, ['--docket', '1', '--rpm', String(perSecond * 60)]);
    for (let worker = 0; worker < workers; worker++) work(4);
    while ((await ask<{ status: string }>('select status from runs'))[0]?.status !== 'finished')
      await sleep(500);
    const times = server.requests.map(({ at }) => at);
    const at = (share: number) => times[Math.floor(share * times.length)] ?? 0;
    const granted = 1 - server.rejected() / server.count();
    const rate = (0.8 * times.length * granted * 1000) / (at(0.9) - at(0.1));
    print('strict limit of 20/s, 4 workers: used', percent(rate / perSecond), 'at least 95 %');
    print('  rejected', percent(server.rejected() / server.count()), 'at most 0.5 %');
  });
}
