import { type MeasuredRun, measureRun } from '../measured-run.ts';
import { print } from '../print.ts';

/** How long somebody waits for help, or for the greeting. */
export async function printHelp(): Promise<void> {
  for (const args of [['--help'], [], ['help', 'runs', 'show']]) {
    const runs: MeasuredRun[] = [];
    for (let run = 0; run < 7; run++) runs.push(await measureRun('dist/command/tribunal.js', args));
    const middle = (of: 'cpuSeconds' | 'seconds') =>
      runs
        .map((run) => run[of])
        .sort((a, b) => a - b)[3]
        ?.toFixed(2);
    print(
      ['tribunal', ...args].join(' '),
      `${middle('cpuSeconds')} s of CPU, ${middle('seconds')} s`,
      '< 0.3 s of CPU',
    );
  }
}
