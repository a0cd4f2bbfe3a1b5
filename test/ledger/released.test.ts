import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/ledger/migrations.ts';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { releasedLedger, releases } from '../support/released-ledger.ts';
import { runCli } from '../support/run-cli.ts';

describe.each(releases)('a ledger of version %s', (version) => {
  async function setUp() {
    const released = releasedLedger(version);
    const cli = (...words: string[]) => runCli([...words, '--ledger', released.ledger]);
    const runs: { id: string; model: string; status: string; counts: Record<string, number> }[] =
      JSON.parse((await cli('runs', 'list', '--json')).stdout);
    const [finished] = runs.filter(({ status }) => status === 'finished');
    const [cutOff] = runs.filter(
      ({ model, status }) => model === 'mock' && status === 'interrupted',
    );
    return { ...released, cli, runs, finished: finished?.id ?? '', cutOff: cutOff?.id ?? '' };
  }

  it('opens, is brought up to date, and has its runs', async () => {
    const { ledger, runs } = await setUp();
    expect(runs.map(({ model, status, counts }) => ({ model, status, ...counts }))).toEqual([
      { model: 'embedded', status: 'interrupted', decided: 2, review: 0, failed: 0 },
      expect.objectContaining({ model: 'mock', status: 'interrupted', failed: 0 }),
      { model: 'embedded', status: 'finished', decided: 5, review: 0, failed: 0 },
    ]);
    const done = queryLedger(ledger, 'select name from kysely_migration order by name');
    expect(done.map(({ name }) => name)).toEqual(Object.keys(migrations));
  });

  it('exports the same results, and decides the same from what its judges said', async () => {
    const { cli, finished, folder, results } = await setUp();
    const out = path.join(folder, 'again.jsonl');
    expect((await cli('runs', 'export', finished, '--out', out)).code).toBe(0);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(results);
    for (const { ticket } of results as { ticket: { id: string } }[]) {
      const { stdout } = await cli('replay', ticket.id, '--run', finished);
      expect(stdout).toContain('(no change)');
    }
  });

  it('tells the stories of its tickets, and knows the labels of people', async () => {
    const { cli, finished } = await setUp();
    const [first] = JSON.parse((await cli('trace', 'T001', '--run', finished, '--json')).stdout);
    expect(first.spans.length).toBeGreaterThan(5);
    expect(first.gold).toMatchObject([{ themes: 'policy', author: 'analyst' }]);
    expect((await cli('diagnose', finished)).stdout).toContain('2 labelled');
    expect((await cli('evaluate', finished)).code).toBe(0);
  });

  it('goes on with a run that was cut off, and keeps what it has', async () => {
    const { cli, cutOff, ledger, tickets, themes, folder } = await setUp();
    const server = await startChatServer({ answer: sensible });
    whenTestEnds(() => server.close());
    const command = [
      ...['batch', tickets, '--themes', themes, '--model', 'mock', '--docket', '1'],
      ...['--base-url', server.baseURL],
    ];
    // The file lies elsewhere, and judges are told other words by now: under its own key, which holds both, the same
    // command begins a new run. The key of today stands in its place, so that what the run holds can be gone on with.
    const scratch = path.join(folder, 'scratch.db');
    await runCli([...command, '--ledger', scratch]);
    const [today] = queryLedger(scratch, 'select key from runs');
    const decided = `select row, body from decisions where run = '${cutOff}' order by row`;
    const before = queryLedger(ledger, decided);
    const answers = queryLedger(
      ledger,
      `select address, body from answers where docket in (select id from dockets where run = '${cutOff}')`,
    );
    expect(answers).toHaveLength(13);
    queryLedger(ledger, `update runs set key = '${today?.key}' where id = '${cutOff}'`);
    const { code, stderr } = await cli(...command);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain(`Run ${cutOff} continues`);
    const after = queryLedger(ledger, decided);
    expect(after).toHaveLength(5);
    expect(after.slice(0, before.length)).toEqual(before);
    const paid = queryLedger(
      ledger,
      `select address, body from answers where docket in (select id from dockets where run = '${cutOff}')`,
    );
    expect(paid).toEqual(expect.arrayContaining(answers));
  });
});
