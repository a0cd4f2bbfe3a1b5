import { expect, it } from 'vitest';
import { Columns } from '../../../src/web/server/runs/rows/columns.ts';
import { countLabelled, RunGold } from '../../../src/web/server/runs/run-gold.ts';
import { evaluate } from '../../../workflows/evaluate.ts';
import { no, themeIds, yes } from '../../support/cases.ts';
import { enterRun } from '../../support/decided-run.ts';
import { askLedger, onEveryEngine, type TestedEngine } from '../../support/engines.ts';

/** Two tickets, each labelled twice. The newer label of the first is then changed. */
async function setUp(engine: TestedEngine, change: string) {
  const { ledger, location } = await engine.open();
  const outcomes = themeIds.map((theme, at) => (at === 0 ? yes(theme) : no(theme)));
  await enterRun(ledger, 'run', [
    { id: 'A', outcomes },
    { id: 'B', outcomes },
  ]);
  const [theme = ''] = themeIds;
  for (const [row, id] of [[1, 'A'] as const, [2, 'B'] as const])
    for (const author of ['old', 'new'])
      await ledger.gold.add({
        run: 'run',
        row,
        address: `address of ${id}`,
        reason: '',
        author,
        themes: author === 'old' ? '' : theme,
      });
  await askLedger(location, `update gold set ${change} where "row" = 1 and author = 'new'`);
  const said: string[] = [];
  ledger.tellTrouble((line) => said.push(line));
  return { ledger, said, theme };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

onEveryEngine((engine) => {
  it.each([
    "themes = ''",
    "themes = 'no theme'",
    "author = 'somebody else'",
    'at = at + 1',
    '"row" = 7',
    "run = 'another'",
    "reason = 'because'",
  ])(
    'leaves out a label that was changed (%s) wherever labels are read, and names it once',
    async (change) => {
      const { ledger, said, theme } = await setUp(engine, change);
      const { labels } = ledger;
      const standing = await all(labels.standing('run'));
      expect(standing).toMatchObject([{ row: 2, id: 'B', themes: theme, author: 'new' }]);
      expect(await labels.between('run', 1, 2)).toEqual(standing);
      expect(await labels.themesOf(['address of A', 'address of B'])).toEqual(
        new Map([['address of B', theme]]),
      );
      expect(await labels.of('address of A')).toEqual([]);
      for (const rows of [undefined, [1, 2]])
        expect(
          (await labels.every('run', rows)).map(({ row, author }) => `${row} ${author}`),
        ).toEqual(['1 old', '2 old', '2 new']);
      const gold = new RunGold(ledger, 'run', themeIds);
      const columns = new Columns(themeIds);
      for (const decided of await ledger.results.page('run', 0, 9)) columns.put(decided);
      expect(await countLabelled(gold, columns)).toBe(1);
      expect(
        (await evaluate(ledger, { run: 'run', gold: undefined, goldColumn: undefined })).tickets
          .labelled,
      ).toBe(1);
      const copied = (await all(ledger.copyRun('run'))).filter(({ table }) => table === 'gold');
      expect(copied).toHaveLength(3);
      expect(said).toEqual([expect.stringMatching(/^The label that .* of run .* was changed/)]);
      expect(labels.damaged).toEqual(said);
    },
  );

  it('takes a label in the place of the one that was changed', async () => {
    const { ledger, theme } = await setUp(engine, "themes = ''");
    const label = { run: 'run', row: 1, address: 'address of A', reason: '' };
    await ledger.gold.keep([{ ...label, author: 'a column', themes: '' }], () => false);
    expect(await ledger.labels.themesOf(['address of A'])).toEqual(new Map([['address of A', '']]));
    await ledger.gold.add({ ...label, author: 'me', themes: theme });
    expect(await ledger.labels.themesOf(['address of A'])).toEqual(
      new Map([['address of A', theme]]),
    );
  });

  it.each(['answers', 'tickets', 'decisions'])(
    'copies no run with a changed row of %s',
    async (table) => {
      const { ledger, location } = await engine.open();
      await enterRun(ledger, 'run', [
        { id: 'A', outcomes: themeIds.map((theme) => no(theme)), sources: { triage: 'answer' } },
      ]);
      await ledger.write({
        answers: [{ address: 'answer', agent: 'triage', docket: 'd', body: '{"text":"paid"}' }],
      });
      const column = table === 'tickets' ? 'cells' : 'body';
      await askLedger(location, `update ${table} set ${column} = replace(${column}, 't', 'u')`);
      await expect(all(ledger.copyRun('run'))).rejects.toThrow(
        `a row of ${table} is not as it was written`,
      );
    },
  );
});
