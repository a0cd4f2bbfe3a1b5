import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { tempFolder, themesFile } from '../support/files.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';

const folder = path.join(tempFolder(), "an analyst's folder");
mkdirSync(folder);
const place = (name: string) => path.join(folder, name);
const ledger = ['--ledger', place('the ledger.db')];
const themes = ['--themes', themesFile(folder)];
const texts = ['The flight was late.', 'My bag is lost.', 'Is the flight late?', 'Thank you.'];
const labels = ['Late Flight', 'Lost bag', '', 'Lost bag'];
const ids = ['-1', "it's", 'T 3', 'T4'];
const rows = texts.map((text, row) => `${ids[row]},${text},${labels[row]}`);
writeFileSync(place('tickets.csv'), ['id,text,themes', ...rows].join('\n'));
const gold = labels.map((label, row) => `${ids[row]},${label}`);
writeFileSync(place('gold labels.csv'), ['id,themes', ...gold].join('\n'));

/** The commands that a command printed, as a shell takes them. */
function hintsOf({ stdout, stderr }: CliResult): string[][] {
  const printed = `${stdout}\n${stderr}`.matchAll(/npx tribunal (.*?)\)?$/gm);
  return [...printed].map(([, line]) =>
    execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
      .trim()
      .split('\n'),
  );
}

async function expectHintsToWork(words: string[]): Promise<string[][]> {
  const result = await runCli(words);
  expect(result.code).not.toBe(70);
  // What has a name to be filled in can't be tried.
  const hints = hintsOf(result).filter((hint) => !hint.includes('FILE'));
  for (const hint of hints) {
    const { code, stderr } = await runCli(hint);
    expect({ hint, code, stderr }).toEqual({ hint, code: 0, stderr: expect.any(String) });
  }
  return hints;
}

describe('what a report says to type next works as it stands there', () => {
  it.each([
    ['a file that was judged', ['batch', place('tickets.csv'), ...themes], 2],
    ['a search', ['search', place('tickets.csv'), '--theme', 'bag'], 2],
    ['sequential', ['sequential', place('tickets.csv'), ...themes], 2],
    ['an evaluation', ['evaluate', 'last', '--gold', place('gold labels.csv')], 1],
    ['a diagnosis', ['diagnose', '--gold', place('gold labels.csv')], 1],
    ['a list of tickets', ['trace', '--status', 'decided'], 1],
    ['a list by labels', ['trace', '--against-gold', '--gold', place('gold labels.csv')], 1],
    ['a walk', ['trace', "it's", '--status', 'decided'], 2],
    ['a run that is not there', ['runs', 'show', 'nothing'], 1],
  ])('after %s', async (_, words, least) => {
    const hints = await expectHintsToWork([...words, ...ledger]);
    expect(hints.length).toBeGreaterThanOrEqual(least);
  });
});

describe('runs', () => {
  it('are called by a beginning or ending that is of no other, or by last', async () => {
    const { stdout } = await runCli(['runs', 'list', '--json', ...ledger]);
    const runs: { id: string }[] = JSON.parse(stdout);
    const shown = async (name: string) => {
      const { code, stdout, stderr } = await runCli(['runs', 'show', name, '--json', ...ledger]);
      return code === 0 ? JSON.parse(stdout).id : stderr;
    };
    for (const { id } of runs) {
      expect(await shown(id.slice(-4))).toBe(id);
      expect(await shown(id.slice(0, -1))).toBe(id);
    }
    expect(await shown('last')).toBe(runs[0]?.id);
    expect(await shown('20')).toMatch(/\d runs begin or end with 20, as .*; name more of one/);
    for (const words of [
      ['runs', 'compare', runs[0]?.id.slice(-4) ?? '', 'last'],
      ['trace', 'T4', '--run', runs[0]?.id.slice(-4) ?? ''],
      ['replay', 'T4', '--run', 'last'],
      ['diagnose', 'last'],
      ['runs', 'export', 'last', '--out', place('again.csv')],
      ['trace', 'export', 'last', '--out', place('trace.jsonl')],
    ])
      expect(await runCli([...words, ...ledger])).toMatchObject({ code: 0 });
  });
});

describe('labels of a judged file', () => {
  const own = ['--ledger', place('own.db')];

  it('stay with its run: trace and diagnose know them', async () => {
    const words = ['evaluate', place('tickets.csv'), '--gold-column', 'themes', ...themes, ...own];
    const { code, stderr } = await runCli(words);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Results {2}.*\.csv$/m);
    const wrong = JSON.parse((await runCli(['trace', '--against-gold', '--json', ...own])).stdout);
    expect(wrong.map(({ ticket }: { ticket: string }) => ticket)).toContain('T4');
    const diagnosis = JSON.parse((await runCli(['diagnose', '--json', ...own])).stdout);
    expect(diagnosis).toMatchObject({ labelled: 4, wrong: wrong.length });
    expect((await runCli(['evaluate', ...own])).stdout).toContain('4 labelled');
  });

  it('are not kept twice, follow the file, and never replace what a person said', async () => {
    const opened = await openLedger(place('own.db'));
    const run = (await opened.runs.ids())[0] ?? '';
    const labelsOf = async () => {
      const kept = [];
      for await (const label of opened.labels.standing(run)) kept.push(label);
      return kept;
    };
    const [first] = await labelsOf();
    if (first === undefined) throw new Error('no label was kept');
    const { address } = first;
    await opened.gold.add({
      run,
      row: 1,
      address,
      author: 'Anna',
      themes: 'lost_bag',
      reason: '',
    });
    writeFileSync(
      place('tickets.csv'),
      ['id,text,themes', ...rows].join('\n').replace('T4,Thank you.,Lost bag', 'T4,Thank you.,'),
    );
    await runCli(['evaluate', place('tickets.csv'), '--gold-column', 'themes', ...themes, ...own]);
    expect((await labelsOf()).map(({ author, themes }) => [author, themes])).toEqual([
      ['Anna', 'lost_bag'],
      ['column themes of tickets.csv', 'lost_bag'],
      ['column themes of tickets.csv', ''],
      ['column themes of tickets.csv', ''],
    ]);
    const at = (await labelsOf()).map((label) => label.at);
    await runCli(['evaluate', place('tickets.csv'), '--gold-column', 'themes', ...themes, ...own]);
    expect((await labelsOf()).map((label) => label.at)).toEqual(at);
    await opened.close();
  });
});
