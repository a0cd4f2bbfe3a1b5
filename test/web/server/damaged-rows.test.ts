import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import type { RunList } from '../../../src/web/api/runs.ts';
import { enterRun } from '../../support/decided-run.ts';
import { tempFolder, ticketsFile } from '../../support/files.ts';
import { queryLedger } from '../../support/query-ledger.ts';
import { runCli } from '../../support/run-cli.ts';
import { bodyOf, serveApp } from '../../support/served-app.ts';

const folder = tempFolder();
const whole = path.join(folder, 'whole.db');
beforeAll(async () => {
  const tickets = ticketsFile(folder, ['I waited on hold for an hour.', 'The agent was rude.']);
  const out = path.join(folder, 'out.csv');
  expect((await runCli(['batch', tickets, '--out', out, '--ledger', whole])).code).toBe(0);
  const ofRun = ['tickets', 'decisions', 'dockets', 'unanswered', 'routings', 'calls'];
  queryLedger(
    whole,
    "update runs set id = 'hurt'",
    ...ofRun.map((table) => `update ${table} set run = 'hurt'`),
  );
  const ledger = await openLedger(whole);
  await enterRun(ledger, 'sound', [{ id: 'T1', outcomes: [] }]);
  await ledger.close();
  queryLedger(whole, 'pragma wal_checkpoint(truncate)');
});

const damages = [
  ...['null', '{'].flatMap((value) => [
    ...['settings', 'triage', 'summary'].map(
      (column) => `update runs set ${column} = '${value}' where id = 'hurt'`,
    ),
    `update decisions set body = '${value}', crc = null where run = 'hurt'`,
    `update tickets set cells = '${value === '[]' ? '[null]' : value}', crc = null where run = 'hurt'`,
    `update answers set body = '${value}', crc = null where agent like 'judge:%'`,
    `update routings set body = '${value}' where run = 'hurt'`,
  ]),
  "update runs set started_at = 1e300 where id = 'hurt'",
  "update runs set workflow = x'00ff' where id = 'hurt'",
  "update tickets set id = x'ff00' where run = 'hurt'",
  "update decisions set status = 'odd', themes = 'a|b|c' where run = 'hurt'",
  "update spans set started_at = 1e300, error = '5'",
  "update span_bodies set body = '{'",
];
const places = [
  ...['', '/tickets?limit=10', '/tickets?q=hour', '/charts', '/timeline', '/summary'],
  ...['/breakdown?by=id', '/neighbours/1', '/report.html', '/tickets/1', '/tickets/1/reading'],
  ...['/review', '/review/1', '/gold.csv'],
];

describe.each(damages)('after %s', (damage) => {
  it('a page that needs the row names it and what to do, and all others go on', async () => {
    const location = path.join(tempFolder(), 'ledger.db');
    copyFileSync(whole, location);
    queryLedger(location, damage);
    const app = await serveApp(location);
    const bugs = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { runs } = await bodyOf<RunList>(app.ask('/runs'));
    expect(runs.map(({ id }) => id).sort()).toEqual(['hurt', 'sound']);
    for (const place of places) {
      expect((await app.ask(`/runs/sound${place}`)).status, place).toBe(200);
      const answer = await app.ask(`/runs/hurt${place}`);
      const text = await answer.text();
      if (answer.status === 200) continue;
      expect([400, 404], `${place}: ${text}`).toContain(answer.status);
      if (answer.status === 404) continue;
      const table = /update (\w+)/.exec(damage)?.[1];
      expect(text, place).toContain(`the row of ${table} with `);
      expect(text).toContain('ledger check --repair --ledger ');
    }
    expect(bugs).not.toHaveBeenCalled();
  });
});
