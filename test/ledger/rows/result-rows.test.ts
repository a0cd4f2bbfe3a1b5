import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onEveryEngine } from '../../support/engines.ts';
import { noDecision, writeRunRows } from '../../support/written-run.ts';

const odd = [
  '',
  'a "quoted" \\ word',
  'two\nlines, one comma',
  'Ä 🧳 e\u0301',
  '[1]',
  "it's",
  '\u0000x',
];
const share = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1, noNaN: true }));

onEveryEngine((engine) => {
  it('lists hold each number and text as it was written', async () => {
    const { ledger } = await engine.open();
    const shares = fc.sample(fc.tuple(share, share), { numRuns: 300, seed: 7 });
    const tickets = shares.map(([confidence, sentiment], index) => ({
      id: `T"${index}`,
      text: odd[index % odd.length] ?? '',
      date: `2026-01-${index}`,
      ...(index % 5 !== 3 && {
        decision: { ...noDecision, confidence, sentiment, themes: index % 2 ? ['a', 'b'] : [] },
      }),
    }));
    await writeRunRows(ledger, 'r', ['a', 'b'], tickets);
    const decided = await ledger.results.page('r', 0, 1000);
    expect(decided).toEqual(
      shares.flatMap(([confidence, sentiment], index) =>
        index % 5 === 3
          ? []
          : [
              {
                row: index + 1,
                status: 'decided',
                themes: index % 2 ? 'a|b' : '',
                confidence,
                sentiment,
                failed: '',
              },
            ],
      ),
    );
    expect(await ledger.results.page('r', 297, 1)).toEqual(decided.slice(-2, -1));
    expect(await ledger.results.page('r', 300, 10)).toEqual([]);
    const stored = await ledger.results.tickets('r', 1, 300);
    expect(stored.map(({ cells }) => cells)).toEqual(
      tickets.map(({ id, text, date }) => [id, text, date]),
    );
    expect(await ledger.results.ids('r', 2, 3)).toEqual({ row: [2, 3], id: ['T"1', 'T"2'] });
    const cells = async (column: number) => (await ledger.results.cells('r', column, 1, 300)).cell;
    expect(await cells(1)).toEqual(tickets.map(({ text }) => text));
    expect(new Set(await cells(7))).toEqual(new Set(['']));
    const found = await ledger.results.tickets('r', 1, 50, 'l_nes, ONE');
    expect(found.map(({ row }) => row)).toEqual([3, 10, 17, 24, 31, 38, 45]);
  });

  it('tickets that have words are told, and shown where only Unicode or a look behind a NUL can say', async () => {
    const { ledger } = await engine.open();
    const texts = [
      'My BAG is lost',
      'a bug',
      'Çantam bag',
      'nothing \u0000 bag',
      'the b_g',
      '"bag"\nlost',
    ];
    const ids = ['T1', 'bag-2', 'T3', 'T4', 'T5', 'T6'];
    await writeRunRows(
      ledger,
      'r',
      ['a'],
      texts.map((text, at) => ({ id: ids[at] ?? '', text, decision: noDecision })),
    );
    const sought = { column: 1, words: 'bag', letters: 'bag' };
    const { rows, unsure } = await ledger.results.having('r', 1, 6, sought);
    expect([...rows, ...unsure.map(({ row }) => row)].sort()).toEqual([1, 2, 3, 4, 6]);
    for (const { row, texts: shown } of unsure)
      expect(shown).toEqual([ids[row - 1], texts[row - 1]]);
    if (engine.name === 'sqlite') expect(rows).toEqual([1, 2, 6]);
  });

  it('a stretch in which rows are missing is told row by row', async () => {
    const { ledger } = await engine.open();
    const tickets = [1, 2, 3, 4].map((row) => ({
      id: `T${row}`,
      text: '',
      ...(row !== 2 && { decision: noDecision }),
    }));
    await writeRunRows(ledger, 'r', ['a'], tickets);
    expect((await ledger.results.page('r', 0, 10)).map(({ row }) => row)).toEqual([1, 3, 4]);
  });
});
