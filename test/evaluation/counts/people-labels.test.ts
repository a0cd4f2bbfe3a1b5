import { describe, expect, it } from 'vitest';
import { agreementOf, settleLabels } from '../../../src/evaluation/counts/people-labels.ts';

const themes = [{ id: 'waiting' }, { id: 'policy' }];
const said = (people: Record<string, string[]>) =>
  new Map(Object.entries(people).map(([name, ids]) => [name, new Set(ids)]));

describe('agreementOf', () => {
  it('says on how many tickets people differ about a theme, the most disputed first', () => {
    const found = agreementOf(
      [
        said({ ann: ['waiting'], bo: ['waiting'] }),
        said({ ann: ['policy'], bo: [] }),
        said({ ann: ['waiting', 'policy'], bo: [] }),
        said({ ann: ['policy'] }),
      ],
      themes,
    );
    expect(found).toMatchObject({ people: 2, tickets: 3 });
    expect(found?.disputed).toEqual([
      { theme: 'policy', tickets: 2 },
      { theme: 'waiting', tickets: 1 },
    ]);
    // Of 6 questions 3 differ; of 12 answers 5 say yes: 1 - (3/6) / (2 x 5 x 7 / (12 x 11)).
    expect(found?.alpha).toBeCloseTo(1 - 0.5 / (70 / 132), 10);
  });

  it('is nothing where no ticket was labelled by two people', () => {
    expect(agreementOf([said({ ann: ['policy'] }), said({ bo: [] })], themes)).toBeNull();
  });
});

describe('settleLabels', () => {
  it('goes by most people, and by the first of them where as many say yes as no', () => {
    expect([...settleLabels(said({ ann: ['waiting'], bo: ['policy'] }))]).toEqual(['waiting']);
    const three = said({ ann: ['waiting'], bo: ['policy'], cy: ['policy'] });
    expect([...settleLabels(three)]).toEqual(['policy']);
  });
});
