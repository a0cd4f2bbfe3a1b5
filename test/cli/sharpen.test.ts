import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCode } from '../../src/domain/exit-code.ts';
import { loadThemes } from '../../src/themes/load-themes.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';
import { betterDefinition, sharpeningModel } from '../support/sharpening-model.ts';

/** A run of a judge that says no to everything, and labels that say yes to 30 of 40 tickets. */
async function misjudged() {
  const served = await serveBatch(lateTexts(40), { answer: sharpeningModel });
  await runCli([...served.command, '--route', 'all', '--aggregate', 'never', '--stack', '1']);
  const gold = path.join(served.folder, 'gold.csv');
  const labels = Array.from(
    { length: 40 },
    (_, at) => `T${at + 1},${at < 30 ? 'late_flight' : ''}`,
  );
  writeFileSync(gold, ['id,themes', ...labels].join('\n'));
  const sharpen = (...words: string[]) =>
    runCli(['sharpen', '--theme', 'late_flight', '--ledger', served.ledger, ...words]);
  return { ...served, gold, sharpen, at: (name: string) => path.join(served.folder, name) };
}

describe('sharpen', () => {
  it('says its cost, shows what would change and how much better it is, and is not paid for twice', async () => {
    const { server, gold, sharpen } = await misjudged();
    const before = server.count();
    const plan = await sharpen('--gold', gold, '--dry-run', '--json');
    expect(server.count()).toBe(before);
    const { calls } = JSON.parse(plan.stdout);
    const { code, stdout, stderr } = await sharpen('--gold', gold);
    expect(code, stderr).toBe(0);
    expect(server.count() - before).toBe(calls);
    expect(stdout).toContain('The judge is wrong on 30 of 40 tickets with labels');
    expect(stdout).toMatch(/On 20 tickets .* are right on 15, the old ones on 5/);
    expect(stdout).toContain(`- The flight was late.\n+ ${betterDefinition}`);
    expect(stderr).toContain('--out late_flight.ts');
    const asked = server.count();
    const again = JSON.parse((await sharpen('--gold', gold, '--json')).stdout);
    expect(again).toMatchObject({ missed: 30, extra: 0, found: { checked: { after: 15 } } });
    expect(server.count()).toBe(asked);
  });

  it.each(['late_flight.ts', 'late_flight.json'])('saves the theme as %s', async (name) => {
    const { gold, sharpen, at } = await misjudged();
    const saved = await sharpen('--gold', gold, '--out', at(name));
    expect(saved.stderr).toContain(name);
    const [theme] = await loadThemes(at(name));
    expect(theme).toMatchObject({
      id: 'late_flight',
      name: 'Late Flight',
      definition: betterDefinition,
      counts: ['waiting on the telephone'],
    });
    expect((await sharpen('--gold', gold, '--out', at(name))).stderr).toContain('--force');
    expect((await sharpen('--gold', gold, '--out', at(name), '--force')).code).toBe(0);
  });

  it('asks nobody where it has nothing to learn from, or nowhere to write', async () => {
    const { server, gold, sharpen, themes, at } = await misjudged();
    const before = server.count();
    const listed = readFileSync(themes, 'utf8');
    for (const [words, line] of [
      [[], 'made no mistake on the labelled tickets'],
      [['--gold', gold, '--theme', 'no_such'], 'there is no theme no_such'],
      [['--gold', gold, '--out', themes, '--force'], 'holds other themes than late_flight'],
      [['--gold', gold, '--out', at('words.txt')], 'ends in .ts or .json'],
      [['--gold', at('none.csv')], 'none.csv'],
    ] as const) {
      const { code, stderr } = await sharpen(...words);
      expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(line) });
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    expect([server.count(), readFileSync(themes, 'utf8')]).toEqual([before, listed]);
  });

  it('keeps to --max-calls, and continues with the same command', async () => {
    const { gold, sharpen } = await misjudged();
    const stopped = await sharpen('--gold', gold, '--max-calls', '1');
    expect(stopped.code).toBe(exitCode.limit);
    expect(stopped.stderr).toContain('--max-calls 2');
    expect((await sharpen('--gold', gold, '--max-calls', '9')).code).toBe(0);
  });
});
