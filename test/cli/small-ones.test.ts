import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const ledger = ['--ledger', path.join(folder, 'ledger.db')];
const themes = path.join(folder, 'themes.json');
writeFileSync(
  themes,
  JSON.stringify([
    { name: 'Late', definition: 'The flight was late.', excludes: ['on_time'] },
    { name: 'On time', definition: 'The flight was on time.' },
    { name: 'Lost bag', definition: 'A bag is lost.' },
  ]),
);
const tickets = ticketsFile(folder, ['The flight was late.', 'My bag is lost.']);
await runCli(['batch', tickets, '--themes', themes, '--route', 'all', ...ledger]);

describe('diagnose without labels', () => {
  it('says that nothing can be proved, and what would', async () => {
    const { stdout } = await runCli(['diagnose', ...ledger]);
    expect(stdout).toMatch(
      /nothing can prove without labels: npx tribunal diagnose \w+ --gold FILE/,
    );
    expect(stdout).not.toMatch(/blame/);
  });
});

describe('replay', () => {
  it('says where the aggregator would be asked, and not where it would not', async () => {
    const asked = await runCli([
      'replay',
      'T1',
      '--flip',
      'late=yes',
      '--flip',
      'on_time=yes',
      ...ledger,
    ]);
    expect(asked.stdout).toContain('the aggregator would be asked about this');
    const off = await runCli([
      ...['replay', 'T1', '--flip', 'late=yes', '--flip', 'on_time=yes'],
      ...['--rule', 'aggregator=off', ...ledger],
    ]);
    expect(off.stdout).not.toContain('would be asked');
    const clear = await runCli(['replay', 'T2', '--flip', 'lost_bag=yes', ...ledger]);
    expect(clear.stdout).not.toContain('would be asked');
  });
});

describe('trace export', () => {
  it.each([
    ['the run', ['last']],
    ['the run as trace takes it', ['--run', 'last']],
    ['a format that its help shows', ['otlp']],
    ['both', ['openinference', '--run', 'last']],
    ['neither', []],
  ])('takes %s', async (name, words) => {
    const out = path.join(folder, `${name}.out`);
    const { code, stderr } = await runCli(['trace', 'export', ...words, '--out', out, ...ledger]);
    expect({ code, stderr, isThere: existsSync(out) }).toEqual({
      code: 0,
      stderr: expect.stringContaining('Wrote run'),
      isThere: true,
    });
  });
});
