import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { no, yes } from '../support/cases.ts';
import { enterRun } from '../support/decided-run.ts';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

async function countedLedger() {
  const folder = tempFolder();
  const place = path.join(folder, 'ledger.db');
  const ledger = await openLedger(place);
  const enter = (run: string, waiting: number) =>
    enterRun(
      ledger,
      run,
      Array.from({ length: 100 }, (_, i) => ({
        id: `T${i + 1}`,
        outcomes: [no('manners'), i < waiting ? yes('waiting') : no('waiting'), no('website')],
      })),
    );
  await enter('early', 10);
  await enter('late', 60);
  await ledger.close();
  return { folder, ledger: ['--ledger', place] };
}

describe('tribunal sample and count', () => {
  it('draw tickets into a file, and put the count right by what is written there', async () => {
    const { folder, ledger } = await countedLedger();
    const file = path.join(folder, 'labels.csv');
    const drawn = await runCli(['sample', 'late', '--labels', '40', '--out', file, ...ledger]);
    expect(drawn).toMatchObject({ code: 0, stdout: expect.stringContaining('40 of 100 tickets') });
    expect(drawn.stderr).toContain(`--gold ${file}`);
    const empty = await runCli(['count', 'late', '--gold', file, ...ledger]);
    expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('no label yet') });
    const labelled = readFileSync(file, 'utf8').replace(/^(T(\d+),.*),\?$/gm, (_, row, number) =>
      Number(number) <= 30 ? `${row},waiting` : `${row},`,
    );
    writeFileSync(file, labelled);
    const { code, stdout } = await runCli(['count', 'late', '--gold', file, ...ledger]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/waiting +60\.0 % +3\d\.\d % +\d+\.0 % to \d+\.0 % +40/);
    const json = await runCli(['count', 'late', '--gold', file, '--json', ...ledger]);
    const waiting = JSON.parse(json.stdout).themes.find(
      ({ id }: { id: string }) => id === 'waiting',
    );
    expect(waiting).toMatchObject({ raw: 0.6, labels: 40 });
    expect(waiting.low).toBeLessThan(0.3);
    expect(waiting.high).toBeGreaterThan(0.3);
  });

  it('end with exit code 1 where an alert goes off, and 2 where one can not be read', async () => {
    const { folder, ledger } = await countedLedger();
    const out = path.join(folder, 'counts.csv');
    const against = ['count', 'late', '--against', 'early', ...ledger];
    const alarm = await runCli([...against, '--alert', 'waiting > +20 points', '--out', out]);
    expect(alarm.code).toBe(1);
    expect(alarm.stdout).toMatch(/waiting rose from 10\.0 % to 60\.0 % in late \(\+\d+\.\d to/);
    expect(alarm.stderr).toContain('Alert "waiting > +20 points": waiting rose from 10.0 % to');
    expect(readFileSync(out, 'utf8')).toMatch(/^group,tickets,theme,raw,.*\n,100,manners,0,/);
    expect((await runCli([...against, '--alert', 'manners > +5 points'])).code).toBe(0);
    const mistakes: [string[], RegExp][] = [
      [['--alert', 'waiting > 5 %'], /--alert takes THEME/],
      [['--margin', '0'], /--margin takes a whole number from 1 to 50/],
    ];
    for (const [more, message] of mistakes) {
      const { code, stderr } = await runCli([...against, ...more]);
      expect({ more, code, stderr }).toMatchObject({ code: 2 });
      expect(stderr).toMatch(message);
    }
    const alone = await runCli(['count', '--alert', 'waiting > +5 points', ...ledger]);
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--by month') });
  });
});
