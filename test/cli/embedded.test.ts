import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder, ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const folder = tempFolder();
const ledger = ['--ledger', path.join(folder, 'ledger.db')];
const file = ticketsFile(folder, [
  'I waited on hold for an hour.',
  'Strona ciągle wyrzuca błąd przy płatności, a aplikacja w ogóle się nie otwiera.',
  'Thank you!',
  'My sandwich fell into the fountain while a goose looked on.',
]);

describe.each([['triage'], ['all']])('the embedded model with --route %s', (route) => {
  const out = path.join(folder, `${route}.jsonl`);

  it('decides what it can tell and leaves the rest to a person, with its reason', async () => {
    const run = await runCli(['batch', file, '--route', route, '--out', out, ...ledger]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^4 tickets in .* 0 failed; no server was called, nothing was paid$/m,
    );
    expect(run.stdout.trim().split('\n').at(-1)).toMatch(
      /^Model +embedded: .*--model NAME.*tribunal learn FILE/,
    );
    const [waiting, polish, thanks, goose] = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(waiting).toMatchObject({ status: 'decided', themes: ['waiting_time'] });
    expect(polish).toMatchObject({ status: 'review', themes: [], confidence: null });
    expect(polish.justification).toBe(
      'Not judged: the ticket is in Polish, which the embedded model does not read; read it yourself, or name a model that reads it with --model.',
    );
    const kinds = polish.outcomes.map(({ kind }: { kind: string }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['not_routed']));
    expect(thanks).toMatchObject({ status: 'decided', themes: [] });
    expect(goose).toMatchObject({ status: 'review', themes: [] });
    expect(goose.justification).toContain('no theme was found');
  });

  it('is replayed as it was decided', async () => {
    for (const ticket of ['T1', 'T2', 'T3', 'T4']) {
      const [replayed] = JSON.parse((await runCli(['replay', ticket, '--json', ...ledger])).stdout);
      expect(replayed.after.status, ticket).toBe(replayed.before.status);
    }
  });
});
