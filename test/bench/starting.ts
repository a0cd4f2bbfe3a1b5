import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { measureRun, withTempFolder } from './measured-run.ts';

/** What short commands take, as they are shipped: the medians of seven. */
export function measureStart() {
  return withTempFolder(async (folder) => {
    const ticket = path.join(folder, 'ticket.csv');
    await writeFile(ticket, 'id,text\nT1,"You kept me on hold for an hour."\n');
    const ledger = path.join(folder, 'ledger.db');
    const results = path.join(folder, 'results.csv');
    const batch = ['batch', ticket, '--fresh', '--force', '--ledger', ledger, '--out', results];
    const measured = [];
    for (const args of [['--help'], batch]) {
      const runs = [];
      for (let run = 0; run < 7; run++)
        runs.push(await measureRun('dist/command/tribunal.js', args));
      measured.push({
        words: args === batch ? 'batch of one ticket' : args.join(' '),
        cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
        seconds: median(runs.map(({ seconds }) => seconds)),
      });
    }
    return measured;
  });
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
