import { describe, expect, it } from 'vitest';
import { nearDuplicates } from '../../../src/cases/doubts/near-duplicates.ts';
import { WordModel } from '../../../src/cases/doubts/word-model.ts';

const first = 'My bag is gone since Monday and nobody at the desk in Madrid answers my calls.';
const near = 'My bag is gone since Monday, and nobody at the desk in Madrid answers my calls!!';

function found(texts: string[], gold: (string[] | undefined)[] = [], exact: number[] = []) {
  const words = new WordModel();
  for (const [index, text] of texts.entries()) words.learn(index + 1, text, gold[index]);
  const tickets = new Map(
    texts.map((_, index) => [index + 1, { id: `T${index + 1}`, gold: gold[index] }]),
  );
  return nearDuplicates(words, tickets, new Set(exact));
}

describe('near duplicates', () => {
  it('are found of the first ticket that says nearly the same, as a suspicion', () => {
    const other = 'The seat was broken and the crew on board could not do anything about it.';
    expect(found([other, first, near, `${near} Please.`])).toMatchObject([
      { row: 3, mode: 'duplicate_ticket', certainty: 'suspected', themes: [] },
      { row: 4, detail: expect.stringContaining('T2 (row 2) reads nearly the same') },
    ]);
  });

  it('say where the two labels differ', () => {
    const [twin] = found([first, near], [['luggage'], ['luggage', 'manners']]);
    expect(twin?.themes).toEqual(['manners']);
    expect(twin?.detail).toMatch(/, and is labelled otherwise: luggage$/);
  });

  it('are no short texts, no texts with other figures, and none that share fewer words', () => {
    expect(found(['Never flying with you again.', 'Never flying with you again!!'])).toEqual([]);
    const order = (number: number) =>
      `Order ${number} has not come and nobody at your shop answers my mails.`;
    expect(found([order(17), order(18)])).toEqual([]);
    expect(found([order(17), order(17).replace('come', 'arrived')])).toHaveLength(1);
    expect(found([first, first.replace('gone since Monday', 'lost and I am furious')])).toEqual([]);
  });

  it('are not said again of tickets that read the same', () => {
    expect(found([first, first], [], [2])).toEqual([]);
  });
});
