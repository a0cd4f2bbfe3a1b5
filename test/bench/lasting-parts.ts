/** What has to last: runs that are killed, runs that go on, and runs of a million tickets. */
import { seededRandom } from '../../src/domain/random.ts';
import { measureCrowd } from './crowd.ts';
import { measureKills } from './kills.ts';
import { measureMillion } from './million.ts';
import { measurePage } from './page.ts';
import { percent, print } from './print.ts';
import { measureResume } from './resume.ts';
import type { Parts } from './run-parts.ts';

export const lastingParts: Parts = {
  async kills() {
    const most = Number(process.env.BENCH_KILLS ?? 100);
    const seed = Number(process.env.BENCH_SEED ?? Date.now() % 2 ** 32);
    const sum = await measureKills(most, 2000, seededRandom(seed));
    print(
      `kill -9, ${sum('rounds')} rounds of 2,000 tickets, seed ${seed}: kills`,
      String(sum('starting') + sum('calling') + sum('ending')),
      '100',
    );
    print(
      '  before the first call; between calls; after the last answer',
      `${sum('starting')}; ${sum('calling')}; ${sum('ending')}`,
    );
    print('  settled calls repeated', String(sum('repeated') + sum('settledTwice')), '0');
    print(
      '  outcomes lost or wrong; ledgers damaged; would not go on',
      `${sum('lost')}; ${sum('damaged')}; ${sum('refused')}`,
      '0; 0; 0',
    );
    print(
      '  calls in excess; said to be of unknown outcome',
      `${sum('excess')}; ${sum('unknown')}`,
    );
  },
  async resume() {
    const { firstCallSeconds, peakMegabytes, seconds, calls, wrong } = await measureResume();
    print(
      'a run goes on, 200,000 of 201,000 decided: first call',
      `after ${firstCallSeconds.toFixed(2)} s`,
      '<= 3 s',
    );
    print('  peak memory', `${peakMegabytes} MB`, '< 300 MB');
    print('  to the end; calls; tickets wrong', `${seconds.toFixed(1)} s; ${calls}; ${wrong}`);
  },
  async page() {
    const { answers, scriptKilobytes, residentMegabytes } = await measurePage();
    for (const { what, milliseconds, cpuMs, most } of answers)
      print(
        `the page of 200,000 tickets: ${what}`,
        `${milliseconds.toFixed(0)} ms; CPU ${cpuMs.toFixed(0)} ms`,
        `<= ${most} ms`,
      );
    print('  scripts of the first page, gzipped', `${scriptKilobytes} kB`, '<= 220 kB');
    print("  the server's peak memory", `${residentMegabytes} MB`, '< 400 MB');
  },
  async crowd() {
    const { alone, watched } = await measureCrowd(50, 3);
    const median = (values: number[]) => [...values].sort((a, b) => a - b)[1] ?? 0;
    const slower = median(watched) / median(alone) - 1;
    print('50 pages look on: a run takes longer by', percent(slower), '<= 5 %');
    const seconds = (values: number[]) => values.map((value) => value.toFixed(1)).join(', ');
    print('  seconds alone; watched', `${seconds(alone)}; ${seconds(watched)}`);
  },
  async million() {
    const tickets = Number(process.env.BENCH_TICKETS ?? 1_000_000);
    const { peakMegabytes, ticketsPerSecond, ledgerMegabytes, undecided } =
      await measureMillion(tickets);
    print(
      `${tickets} tickets, instant model, dockets of 64: memory`,
      `${peakMegabytes} MB`,
      '< 400 MB',
    );
    print(
      '  tickets/s; ledger; undecided',
      `${ticketsPerSecond.toFixed(0)}; ${ledgerMegabytes} MB; ${undecided}`,
    );
  },
};
