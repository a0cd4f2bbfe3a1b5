import { copyFileSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import { serveBatch } from '../support/served-batch.ts';

/** The same command again, after a kill between the writing of its results and the note of it. */
async function againAfterKill(written: (out: string) => string[]) {
  const folder = tempFolder();
  const out = path.join(folder, 'out.csv');
  const ledger = path.join(folder, 'ledger.db');
  const command = [
    ...['batch', ticketsFile(folder, ['late', 'lost']), '--themes', themesFile(folder)],
    ...['--ledger', ledger, '--out', out],
  ];
  expect((await runCli(command)).code).toBe(0);
  const results = readFileSync(out, 'utf8');
  const summary = JSON.stringify({ written: written(out) });
  queryLedger(ledger, `update runs set status = 'running', summary = '${summary}'`);
  return { ...(await runCli(command)), isSame: readFileSync(out, 'utf8') === results };
}

it('a run that was killed while it wrote its results writes them again', async () => {
  expect(await againAfterKill((out) => [out])).toMatchObject({ code: 0, isSame: true });
});

it('results that the run did not write are left alone without --force', async () => {
  const { code, stderr } = await againAfterKill(() => ['/somewhere/else.csv']);
  expect(code).toBe(2);
  expect(stderr).toContain('--force');
});

it('a finished command may be given again and writes its results anew, unless a person changed them', async () => {
  const folder = tempFolder();
  const out = path.join(folder, 'out.csv');
  const command = [
    ...['batch', ticketsFile(folder, ['late', 'lost']), '--themes', themesFile(folder)],
    ...['--ledger', path.join(folder, 'ledger.db'), '--out', out],
  ];
  expect((await runCli(command)).code).toBe(0);
  expect((await runCli(command)).code).toBe(0);
  utimesSync(out, new Date(), new Date(Date.now() + 5000));
  expect((await runCli(command)).code).toBe(2);
});

it('a command that was given again and killed before it wrote goes on, unless a person changed what was there', async () => {
  const { command, server, out } = await serveBatch(['late', 'lost', 'fine'], { latencyMs: 20 });
  const args = [...command, '--out', out];
  expect((await runCli(args)).code).toBe(0);
  const results = readFileSync(out, 'utf8');
  const asked = server.count();
  const killed = await spawnCli([...args, '--fresh'], {
    async onStart(child) {
      while (server.count() === asked) await sleep(2);
      child.kill('SIGKILL');
    },
  });
  expect(killed.code).toBe(null);
  const ledger = command[command.indexOf('--ledger') + 1] ?? '';
  const copy = `${ledger}.copy`;
  for (const end of ['', '-wal']) copyFileSync(ledger + end, copy + end);
  expect(await runCli(args)).toMatchObject({ code: 0 });
  expect(readFileSync(out, 'utf8')).toBe(results);
  utimesSync(out, new Date(), new Date(Date.now() + 5000));
  const changed = await runCli(args.with(args.indexOf('--ledger') + 1, copy));
  expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
});
