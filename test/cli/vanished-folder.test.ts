import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { lateTexts, questionsAsked, repeatedIn, rowsOf } from '../support/served-batch.ts';

/** A batch during which something happens as a call arrives. */
async function setUp(onCall: (place: { home: string; results: string }) => void, at = 8) {
  const folder = tempFolder();
  const home = path.join(folder, 'home');
  const results = path.join(folder, 'results');
  for (const one of [home, results]) mkdirSync(one);
  const server = await startChatServer({
    answer: sensible,
    faults: (index) => {
      if (index === at) onCall({ home, results });
      return undefined;
    },
  });
  whenTestEnds(() => server.close());
  const ledger = path.join(home, 'ledger.db');
  const out = path.join(results, 'out.csv');
  const [tickets, themes] = [ticketsFile(folder, lateTexts(12)), themesFile(folder)];
  const run = (place = ledger) =>
    runCli([
      ...['batch', tickets, '--themes', themes],
      ...['--ledger', place, '--out', out, '--docket', '1', '--concurrency', '2'],
      ...['--model', 'mock', '--base-url', server.baseURL],
    ]);
  return { server, home, ledger, results, out, run };
}

function complaintOf({ code, stdout, stderr }: CliResult): string {
  const complaints = stderr.split('\n').filter((line) => line.startsWith('tribunal: '));
  expect({ code, stdout, complaints }).toMatchObject({ code: 2, stdout: '' });
  expect(complaints).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  return complaints[0] ?? '';
}

describe('the folder of the ledger', () => {
  it('is made again where it was deleted, with all that was paid, and the same command goes on', async () => {
    const { run, ledger, home, out, server } = await setUp(({ home }) =>
      rmSync(home, { recursive: true }),
    );
    expect(complaintOf(await run())).toBe(
      `tribunal: the ledger ${ledger} was deleted while the command ran; all up to here is written there again: run the same command again`,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(home)).toEqual(['ledger.db']);
    const { code, stderr } = await run();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/Run \S+ continues/);
    expect(rowsOf(out)).toHaveLength(12);
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
  });

  it('gets what was paid under another name where another ledger came in between', async () => {
    const { run, home, server } = await setUp(({ home }) => {
      renameSync(path.join(home, 'ledger.db'), path.join(home, 'moved.db'));
      writeFileSync(path.join(home, 'ledger.db'), 'something else');
    });
    const complaint = complaintOf(await run());
    const [, place = ''] = / with --ledger (\S+)$/.exec(complaint) ?? [];
    expect(path.dirname(place)).toBe(home);
    const { code, stderr } = await run(place);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(repeatedIn(questionsAsked(server))).toEqual([]);
  });

  it('is left deleted by commands that wrote nothing', async () => {
    const { run, ledger, home } = await setUp(() => {});
    await run();
    const listing = runCli(['runs', 'list', '--ledger', ledger]);
    rmSync(home, { recursive: true });
    await listing;
    expect(existsSync(home)).toBe(false);
  });
});

describe('the folder of the results', () => {
  it('that was deleted costs one line, and made again gets them without another call', async () => {
    const { run, results, out, server } = await setUp(({ results }) =>
      rmSync(results, { recursive: true }),
    );
    expect(complaintOf(await run())).toBe(
      `tribunal: ${out} can't be written: its folder was deleted meanwhile; make it again, then run the same command again: mkdir -p ${results}`,
    );
    const calls = server.count();
    expect(complaintOf(await run())).toContain(`make it first: mkdir -p ${results}`);
    mkdirSync(results);
    expect(await run()).toMatchObject({ code: 0 });
    expect(rowsOf(out)).toHaveLength(12);
    expect(server.count()).toBe(calls);
  });
});
