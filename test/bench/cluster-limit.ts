/** Four processes under one strict limit, over one PostgreSQL: how much of it they use, and pass. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPostgres, startPostgres } from '../support/postgres.ts';
import { startRun } from './killed-run.ts';
import { withTempFolder } from './measured-run.ts';
import { writeMockTickets } from './mock-tickets.ts';
import { batchOn, withServer } from './server.ts';

const limit = { requests: 20, perMs: 1000 };
/** More than any of them can hear in the time. */
const ticketsEach = 2000;

export interface ClusterUse {
  calls: number;
  rejected: number;
  /** Of what the server would have granted. */
  used: number;
  /** Calls that each process made. */
  shares: number[];
}

/**
 * Hears different tickets in so many processes, and counts the calls of so many seconds.
 * @param settlingSeconds left out at the beginning, from the first call on
 * @throws Error where there is no PostgreSQL
 */
export async function measureClusterLimit({
  processes = 4,
  seconds = 60,
  settlingSeconds = 15,
  flags = ['--rpm', '1200'],
} = {}): Promise<ClusterUse> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('no PostgreSQL on this machine');
  const postgres = await startPostgres(binaries, true);
  try {
    const ledger = await postgres.createDatabase();
    return await withServer({ limit, latencyMs: 200 }, (server) =>
      withTempFolder(async (folder) => {
        const runs = Array.from({ length: processes }, (_, index) => {
          const file = path.join(folder, `tickets-${index}.csv`);
          writeMockTickets(file, ticketsEach, index * ticketsEach);
          const out = path.join(folder, `out-${index}.csv`);
          return startRun([...batchOn(server, file, ledger, out), ...flags]);
        });
        while (server.requests.length === 0) await sleep(100);
        await sleep((settlingSeconds + seconds) * 1000);
        for (const run of runs) run.kill();
        await Promise.all(runs.map(({ ended }) => ended));
        const times = server.requests.map(({ at }) => at);
        const from = (times[0] ?? 0) + settlingSeconds * 1000;
        const counted = countGranted(times, from, from + seconds * 1000);
        const shares = Array.from({ length: processes }, () => 0);
        for (const { body } of server.requests) {
          const number = Number(/ticket number (\d+)/.exec(JSON.stringify(body))?.[1]);
          const index = Math.floor(number / ticketsEach);
          shares[index] = (shares[index] ?? 0) + 1;
        }
        const possible = (limit.requests * seconds * 1000) / limit.perMs;
        return { ...counted, used: (counted.calls - counted.rejected) / possible, shares };
      }),
    );
  } finally {
    await postgres.end();
  }
}

/** The calls between two times, and those of them that the server refused: it counts what it granted. */
function countGranted(times: readonly number[], from: number, to: number) {
  const granted: number[] = [];
  let calls = 0;
  let rejected = 0;
  for (const at of times) {
    const isRefused = at - (granted.at(-limit.requests) ?? 0) < limit.perMs;
    if (!isRefused) granted.push(at);
    if (at < from || at >= to) continue;
    calls += 1;
    rejected += isRefused ? 1 : 0;
  }
  return { calls, rejected };
}
