import { openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { no, yes } from '../support/cases.ts';
import { enterRun } from '../support/decided-run.ts';
import { askLedger, onEveryEngine } from '../support/engines.ts';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { releasedLedger, releases } from '../support/released-ledger.ts';
import { runCli } from '../support/run-cli.ts';

const texts = ['I waited on hold for an hour.', 'The agent was rude.', 'The app crashes.'];

async function setUp() {
  const folder = tempFolder();
  const ledger = path.join(folder, 'ledger.db');
  const cli = (...words: string[]) => runCli([...words, '--ledger', ledger]);
  const tickets = ticketsFile(folder, texts);
  const out = path.join(folder, 'out.csv');
  const judge = () => cli('batch', tickets, '--out', out);
  await judge();
  const check = async (...words: string[]) => {
    const { code, stdout, stderr } = await cli('ledger', 'check', '--json', ...words);
    return { code, stderr, report: JSON.parse(stdout) };
  };
  return { folder, ledger, cli, judge, check, out };
}

describe('ledger check', () => {
  it('says that a ledger is whole', async () => {
    const { cli, check } = await setUp();
    expect(await cli('ledger', 'check')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The ledger is whole: [\d,]+ rows checked\n$/),
      stderr: '',
    });
    expect((await check()).report).toMatchObject({ isWhole: true, isOpen: false, repaired: null });
  });

  it.each([
    [
      "update answers set body = replace(body, 'a', 'e')",
      'answers',
      /is not the one that was written/,
    ],
    [
      'update decisions set body = \'{"status":"decided"}\', crc = null where row = 2',
      'decisions',
      /^body\./,
    ],
    ['update decisions set confidence = 7 where row = 2', 'decisions', /^confidence: /],
    [
      "update span_bodies set body = 'x', crc = null where span = (select min(span) from span_bodies)",
      'span_bodies',
      /no JSON/,
    ],
    ["update tickets set cells = '[]' where row = 2", 'tickets', /checksum/],
  ])('names the row that was damaged by: %s', async (statement, table, what) => {
    const { ledger, check, cli } = await setUp();
    queryLedger(ledger, statement);
    const { code, report, stderr } = await check();
    expect(code).toBe(1);
    expect(stderr).toContain('--repair');
    expect(report.damaged[0]).toMatchObject({ table, what: expect.stringMatching(what) });
    expect((await cli('ledger', 'check')).stdout).toMatch(
      new RegExp(`${table} +(address|run|span) `),
    );
  });

  it('mends what can be made again, and the same command makes it without a question', async () => {
    const { ledger, check, judge, folder, cli, out } = await setUp();
    const before = readFileSync(out, 'utf8');
    const calls = async () =>
      JSON.parse((await cli('runs', 'show', '--json')).stdout).costs.calls as number;
    const paid = await calls();
    queryLedger(
      ledger,
      "update decisions set body = 'x' where row = 2",
      "insert into spans values ('s', 'no docket', null, 'agent', 'n', 1, 1, null)",
    );
    const { code, report, stderr } = await check('--repair');
    expect(code).toBe(0);
    expect(report.repaired.before.damaged).toHaveLength(1);
    expect(report.repaired.before.orphans).toEqual({ 'spans of no docket': 1 });
    const copies = readdirSync(folder).filter((name) => /before-repair-\d+\.db$/.test(name));
    expect(copies).toHaveLength(1);
    expect(stderr).toContain(copies[0]);
    expect(statSync(path.join(folder, copies[0] ?? '')).mode & 0o077).toBe(0);
    const again = await judge();
    expect(again.stderr).toContain('continues');
    expect(await calls()).toBe(paid);
    expect(readFileSync(out, 'utf8')).toBe(before);
    expect((await cli('ledger', 'check')).code).toBe(0);
  });

  it.each([
    ["themes = ''", 1],
    ["author = 'somebody else'", 1],
    ['at = at - 1', 1],
    ['undone_at = 5', 0],
    ['crc = null', 0],
  ])('tells a label that was changed (%s) from one that has no checksum', async (change, code) => {
    const { ledger, check } = await setUp();
    const [ticket] = queryLedger(ledger, 'select run, "row", address from tickets where row = 2');
    const { run, address } = ticket as { run: string; address: string };
    const open = await openLedger(ledger);
    await open.gold.add({ run, row: 2, address, themes: 'waiting_time', author: 'me', reason: '' });
    await open.close();
    expect((await check()).code).toBe(0);
    queryLedger(ledger, `update gold set ${change}`);
    const checked = await check();
    expect(checked.code).toBe(code);
    if (code === 1)
      expect(checked.report.damaged).toMatchObject([
        { table: 'gold', key: { run, row: 2, address }, what: expect.stringMatching(/checksum/) },
      ]);
  });

  it('says which rows lie on a page that was overwritten, in lines and not in a stack', async () => {
    const { ledger, check, cli } = await setUp();
    queryLedger(ledger, 'pragma wal_checkpoint(truncate)');
    const [page] = queryLedger(
      ledger,
      "select pageno, pgsize from dbstat where name = 'span_bodies' and pagetype = 'leaf' limit 1",
    );
    const file = openSync(ledger, 'r+');
    const start = (Number(page?.pageno) - 1) * Number(page?.pgsize);
    writeSync(file, Buffer.alloc(Number(page?.pgsize), 0xff), 0, Number(page?.pgsize), start);
    const { code, report } = await check();
    expect(code).toBe(1);
    expect(report.pages.length + report.damaged.length).toBeGreaterThan(0);
    expect(report.damaged[0]).toMatchObject({
      table: 'span_bodies',
      what: expect.stringMatching(/can't be read/),
    });
    const traced = await cli('trace', 'T1');
    expect(traced.code).toBe(2);
    expect(traced.stderr).toMatch(/^tribunal: the ledger is damaged .*tribunal ledger check\n$/);
    expect((await cli('runs', 'list')).code).toBe(0);
    expect((await check('--repair')).code).toBeLessThan(3);
  });

  it.each(releases)(
    'finds a ledger of version %s whole, which has no checksums',
    async (version) => {
      const { ledger } = releasedLedger(version);
      const { code, stdout } = await runCli(['ledger', 'check', '--ledger', ledger]);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(
          /^The ledger is whole: \d+ rows checked\nleft over: 19 spans of no docket\n/,
        ),
      });
    },
  );
});

onEveryEngine((engine) => {
  it('checks rows and their checksums', async () => {
    const { ledger, location } = await engine.open();
    await enterRun(ledger, 'a', [
      { id: 'T\0\ud8001', outcomes: [no('manners'), yes('waiting'), yes('website')] },
    ]);
    expect(await ledger.health.check()).toMatchObject({ damaged: [], orphans: {}, pages: [] });
    await askLedger(
      location,
      "update decisions set body = replace(body, 'it says so', 'it said so')",
    );
    const again = await openLedger(location);
    const health = await again.health.check();
    expect(health.damaged).toMatchObject([{ table: 'decisions', key: { run: 'a', row: 1 } }]);
    await again.health.repair(health);
    expect(await again.health.check()).toMatchObject({ damaged: [], orphans: {} });
    expect((await again.runs.find('a'))?.status).toBe('interrupted');
    await again.close();
  });
});
