/** `npm run bench [part …]` prints every figure that the README quotes. */
import { cpus, release, totalmem } from 'node:os';
import { measureCpuRatio } from './cpu-ratio.ts';
import { measureRun } from './measured-run.ts';
import { measureQuality } from './quality.ts';
import { measureReading } from './reading.ts';
import { measureServed } from './server.ts';
import { measureThroughput } from './throughput.ts';

const parts: Record<string, () => Promise<void>> = {
  async start() {
    for (const args of [['--help'], ['themes', 'list']]) {
      const seconds: number[] = [];
      for (let run = 0; run < 7; run++)
        seconds.push((await measureRun('src/cli/bin.mjs', args)).seconds);
      print(
        `tribunal ${args.join(' ')}`,
        `${median(seconds).toFixed(2)} s (median of 7)`,
        '<= 0.6 s',
      );
    }
  },
  async quality() {
    const floors: Record<string, number> = {
      airline_tweets: 0.36,
      banking77: 0.55,
      mams_restaurant: 0.42,
    };
    for (const { file, themes, tickets, route, macroF1 } of await measureQuality())
      print(
        `macro-F1 ${file} (${tickets} x ${themes}), route ${route}`,
        macroF1.toFixed(3),
        `>= ${floors[file]?.toFixed(2)}`,
      );
  },
  async speed() {
    const { ticketsPerSecond, peakMegabytes, cpuSeconds } = await measureThroughput(20_000);
    print(
      'embedded, 20,000 tickets x 9 themes',
      `${ticketsPerSecond.toFixed(0)} tickets/s`,
      '>= 500',
    );
    print('  peak memory', `${peakMegabytes} MB`, '< 300 MB');
    print('  CPU, start included', `${((1000 * cpuSeconds) / 20_000).toFixed(2)} ms a ticket`, '');
  },
  async cpu() {
    const { loop, tribunal, single, everyJudge } = await measureCpuRatio();
    const ratio = (value: number) => `${value.toFixed(2)} ms, ratio ${(value / loop).toFixed(2)}`;
    print('CPU a ticket, plain loop of Runner.run per theme', `${loop.toFixed(2)} ms`, '');
    print('  whole tribunal, dockets of 32', ratio(tribunal), '<= 0.5');
    print('  whole tribunal, dockets of 1', ratio(single), '');
    print('  whole tribunal, every judge, dockets of 8', ratio(everyJudge), '');
  },
  async limit() {
    const strict = { latencyMs: 200, limit: { requests: 20, perMs: 1000 } };
    for (const [name, flags, asked] of [
      ['given', ['--rpm', '1200'], '0 rejected, 97 %'],
      ['to be found out', [], '<= 1 % rejected'],
    ] as const) {
      const { calls, granted, rejected, seconds, wrong } = await measureServed(
        2000,
        strict,
        ...flags,
      );
      print(
        `20 calls/s allowed, ${name}: 2,000 tickets, 9 themes`,
        `${((100 * granted) / (20 * seconds)).toFixed(1)} % used, ${rejected} rejected`,
        asked,
      );
      print(
        '  calls a ticket; tickets a second; wrong',
        `${(calls / 2000).toFixed(2)}; ${(2000 / seconds).toFixed(1)}; ${wrong}`,
        '<= 0.3 calls',
      );
    }
  },
  async chaos() {
    const kinds = [
      'rate-limit',
      'server-error',
      'reset',
      'stall',
      'truncated-json',
      'wrong-ids',
      'empty',
    ] as const;
    const calm = await measureServed(600, { latencyMs: 20 });
    const chaos = await measureServed(
      600,
      // One call in twenty of each kind, by a fixed draw.
      { latencyMs: 20, faults: (index) => kinds[Math.floor(((index * 7919) % 100) / 5)] },
      ...['--timeout', '2'],
    );
    print(
      'chaos, 600 tickets, 5 % each of 7 faults: calls',
      `${chaos.calls} : ${calm.calls} = ${(chaos.calls / calm.calls).toFixed(2)}`,
      '<= 1.5',
    );
    print('  tickets lost or wrong', String(chaos.wrong), '0');
  },
  async reading() {
    const { rows, megabytes, rowsPerSecond, peakMegabytes } = await measureReading();
    print(`reading ${rows} rows (${megabytes} MB)`, `${rowsPerSecond} rows/s`, '');
    print('  peak memory', `${peakMegabytes} MB`, '< 300 MB');
  },
};

function print(what: string, figure: string, asked: string): void {
  console.log(`${what.padEnd(54)} ${figure.padEnd(26)} ${asked}`);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const chosen = process.argv.slice(2);
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}\n`,
);
for (const [name, run] of Object.entries(parts))
  if (chosen.length === 0 || chosen.includes(name)) await run();
