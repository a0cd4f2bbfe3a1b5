/** What the queue and the shared ledger take of a worker's CPU, beyond what one process takes with a ledger of its own. */
import path from 'node:path';
import { measureRun, withTempFolder } from '../measured-run.ts';
import { writeMockTickets } from '../mock-tickets.ts';
import { print } from '../print.ts';
import { batchOn } from '../server.ts';
import { withCluster } from './cluster.ts';

const tickets = 2000;
const docket = 8;
const flags = ['--docket', String(docket), '--concurrency', '8', '--rpm', '600000'];

export async function printOverhead(): Promise<void> {
  await withCluster({}, false, async (cluster) => {
    const { ledger, ask, server } = cluster;
    const worker = [...cluster.worker, '--drain', '--concurrency', '8', '--ledger', ledger];
    await cluster.submit(1, flags);
    const idle = await measureRun('dist/command/tribunal.js', worker);
    await cluster.submit(tickets, flags);
    const { cpuSeconds } = await measureRun('dist/command/tribunal.js', worker);
    const [counted] = await ask<{ dockets: number }>('select count(*) as dockets from dockets');
    const dockets = Number(counted?.dockets);

    const alone = async (count: number) =>
      withTempFolder(async (folder) => {
        const file = path.join(folder, 'tickets.csv');
        writeMockTickets(file, count);
        const places = [path.join(folder, 'ledger.db'), path.join(folder, 'out.csv')] as const;
        const words = [...batchOn(server, file, ...places), ...flags];
        return (await measureRun('dist/command/tribunal.js', words)).cpuSeconds;
      });
    const own = (await alone(tickets)) - (await alone(1));
    const shared = cpuSeconds - idle.cpuSeconds;
    const each = (seconds: number) => `${((1000 * seconds) / dockets).toFixed(2)} ms`;
    print('CPU of a worker for a docket, start left out', each(shared));
    print('  of one process with a ledger of its own', each(own));
    print('  queue and shared ledger', each(shared - own), 'under 10 ms');
  });
}
