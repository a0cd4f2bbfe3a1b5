import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { enterRun, settleOptions } from '../../src/runs/prepare-run.ts';
import { runOptionsOf } from '../../src/runs/run-options.ts';
import { keyOf } from '../../src/runs/take-up-run.ts';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { takeThemes } from '../../src/themes/load-themes.ts';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { tempFolder } from '../support/files.ts';

it('a run that was cut off goes on with the columns that it began with, a new one with those of today', async () => {
  const folder = tempFolder();
  const name = path.join(folder, 'mail.csv');
  writeFileSync(name, 'id,text\n1,<p>My bag is gone</p>\n2,<p>The seat was broken</p>\n');
  const ledger = await openLedger(path.join(folder, 'ledger.db'));
  const from = await takeThemes(sampleThemes);
  const never = new AbortController().signal;
  const given = {
    ...runOptionsOf(name, { themes: sampleThemes }),
    stop: never,
    abort: never,
    command: 'batch mail.csv',
  };
  const file = await openTickets(name, {});
  expect(file.roles.clean).toBe(true);

  const first = await settleOptions(ledger, from, file, 'batch', given);
  expect(first.file.roles).toEqual(file.roles);
  // As an earlier version entered it: the text was judged as it stands.
  const roles = { id: 'id', text: 'text', context: [] };
  const settings = { ...first.settings, roles };
  const key = keyOf('batch', file, first.options, settings);
  await enterRun(ledger, 'batch', file, first.options, settings, {
    id: 'old',
    key,
    process: null,
    written: [],
  });

  const again = await settleOptions(ledger, from, file, 'batch', given);
  expect(again.file.roles).toEqual(roles);
  expect(again.notes).toContain('text column: text, as when the run began');
  const texts: string[] = [];
  for await (const { text } of again.file.tickets()) texts.push(text);
  expect(texts).toEqual(['<p>My bag is gone</p>', '<p>The seat was broken</p>']);
  for (const other of [
    { ...given, fresh: true },
    { ...given, command: 'batch mail.csv --clean-text' },
  ])
    expect((await settleOptions(ledger, from, file, 'batch', other)).file.roles.clean).toBe(true);
  await ledger.close();
});
