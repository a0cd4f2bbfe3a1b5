/** Calls per second of 1, 2 and 4 workers at a server that takes 200 ms and has no limit. */
import { setTimeout as sleep } from 'node:timers/promises';
import { print } from '../print.ts';
import { withCluster } from './cluster.ts';

const latencyMs = 200;
/** Calls that each worker has out at once: with more of them the machine's two cores are what counts. */
const concurrencies = [2, 4];
/** Tickets for each worker, one in a call: start and end are left out of the measure. */
const ticketsEach = 150;

export async function printThroughput(): Promise<void> {
  for (const concurrency of concurrencies) {
    const alone = await measureThroughput(1, concurrency);
    print(`1 worker, 200 ms mock, ${concurrency} calls out`, `${alone.toFixed(1)} calls/s`);
    for (const [workers, asked] of [
      [2, 'at least 1.9 x'],
      [4, 'at least 3.5 x'],
    ] as const) {
      const rate = await measureThroughput(workers, concurrency);
      const times = (rate / alone).toFixed(2);
      print(`  ${workers} workers`, `${rate.toFixed(1)} calls/s, ${times} x`, asked);
    }
  }
}

/** Calls per second, all workers at work: between the tenth and the ninetieth percentile of the calls. */
async function measureThroughput(workers: number, concurrency: number): Promise<number> {
  let open = () => {};
  const opens = new Promise<void>((resolve) => {
    open = resolve;
  });
  return withCluster({ latencyMs, opens }, true, async (cluster) => {
    await cluster.submit(ticketsEach * workers, ['--docket', '1', '--rpm', '600000']);
    const started = Array.from({ length: workers }, () => cluster.work(concurrency));
    // The server answers nobody before all of them are at the run.
    while (started.some(({ said }) => !said().includes('Run '))) await sleep(50);
    open();
    for (;;) {
      const [run] = await cluster.ask<{ status: string }>('select status from runs');
      if (run?.status === 'finished') break;
      await sleep(500);
    }
    const times = cluster.server.requests.map(({ at }) => at);
    const at = (share: number) => times[Math.floor(share * times.length)] ?? 0;
    return (0.8 * times.length * 1000) / (at(0.9) - at(0.1));
  });
}
