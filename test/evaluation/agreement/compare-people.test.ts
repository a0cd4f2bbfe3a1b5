import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparePeople } from '../../../src/evaluation/agreement/compare-people.ts';
import { no, yes } from '../../support/cases.ts';
import { tempLedger } from '../../support/court.ts';
import { enterRun } from '../../support/decided-run.ts';

/** 60 tickets, every third about waiting; the run misses as given. */
async function peopleRun(isMissed: (row: number) => boolean) {
  const { ledger, folder } = await tempLedger();
  const truth = (row: number) => row % 3 === 0;
  await enterRun(
    ledger,
    'run',
    Array.from({ length: 60 }, (_, i) => ({
      id: `T${i + 1}`,
      outcomes: [
        no('manners'),
        truth(i + 1) !== isMissed(i + 1) ? yes('waiting') : no('waiting'),
        no('website'),
      ],
    })),
  );
  // Each person slips in tickets of their own; cy labelled only the first half.
  const slips = { ann: 7, bo: 11, cy: 5 };
  const gold = path.join(folder, 'people.csv');
  const label = (row: number, slip: number) => (truth(row) !== (row % slip === 0) ? 'waiting' : '');
  const rows = Array.from({ length: 60 }, (_, i) => i + 1).map((row) =>
    [
      `T${row}`,
      label(row, slips.ann),
      label(row, slips.bo),
      row > 30 ? '?' : label(row, slips.cy),
    ].join(','),
  );
  writeFileSync(gold, `id,ann,bo,cy\n${rows.join('\n')}\n`);
  return { ledger, gold };
}

const three = { run: 'run', annotators: ['ann', 'bo', 'cy'], epsilon: 0.1 };

describe('people beside a run', () => {
  it('may be replaced by a model that errs less than they do', async () => {
    const { ledger, gold } = await peopleRun(() => false);
    const { test, pairs, questions, alpha } = await comparePeople(ledger, { ...three, gold });
    expect(test).toMatchObject({ passes: true, winningRate: 1 });
    expect(questions).toBe(180);
    expect(pairs).toHaveLength(6);
    expect(pairs.find(({ between }) => between.join() === 'bo,cy')?.questions).toBe(90);
    expect(alpha).toBeGreaterThan(0.4);
    expect(alpha).toBeLessThan(0.9);
  });

  it('may not be replaced by one that errs in every second ticket', async () => {
    const { ledger, gold } = await peopleRun((row) => row % 2 === 0);
    const { test } = await comparePeople(ledger, { ...three, gold });
    expect(test).toMatchObject({ passes: false, winningRate: 0 });
  });

  it('have to be two or more, and to have labelled enough', async () => {
    const { ledger, gold } = await peopleRun(() => false);
    const one = comparePeople(ledger, { ...three, annotators: ['ann'], gold });
    await expect(one).rejects.toThrow(/--annotators takes two people or more/);
    const none = comparePeople(ledger, { ...three, gold: undefined });
    await expect(none).rejects.toThrow(/there is no file ann; for columns/);
    writeFileSync(gold, 'id,ann,bo\nT1,waiting,waiting\n');
    const few = comparePeople(ledger, { ...three, annotators: ['ann', 'bo'], gold });
    await expect(few).rejects.toThrow(/only 3 questions .* at least 30/);
  });
});
