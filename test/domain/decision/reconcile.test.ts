import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludingPairs, reconcile, usualRules } from '../../../src/domain/decision/reconcile.ts';
import { failed, no, notRouted, panels, themesOf, ticket, yes } from '../panel.ts';

const kindsOf = ({ conflicts }: ReturnType<typeof reconcile>) => conflicts.map(({ kind }) => kind);
const namesOf = ({ rules }: ReturnType<typeof reconcile>) => rules.map(({ rule }) => rule);

describe('a verdict', () => {
  const themes = themesOf('a', 'b');

  it('stands when it is a sure yes with a quote from the ticket or its context', () => {
    const outcomes = [yes('a'), yes('b', { quote: 'voucher sent' })];
    expect(reconcile(ticket, themes, outcomes)).toEqual({
      themes: ['a', 'b'],
      conflicts: [],
      rules: [],
    });
  });

  it('is a conflict and no theme when its quote is not in the ticket', () => {
    const result = reconcile(ticket, themes, [yes('a', { quote: 'my bag was lost' }), yes('b')]);
    expect(result.themes).toEqual(['b']);
    expect(result.conflicts).toEqual([
      {
        kind: 'quote_not_in_ticket',
        themes: ['a'],
        detail: '"my bag was lost" is not in the ticket',
      },
    ]);
  });

  it.each(['', '  '])('is a conflict when it is a yes with the quote %j', (quote) => {
    const result = reconcile(ticket, themes, [yes('a', { quote }), no('b')]);
    expect(result.themes).toEqual([]);
    expect(result.conflicts).toEqual([
      { kind: 'quote_not_in_ticket', themes: ['a'], detail: 'a yes without a quote' },
    ]);
  });

  it('needs no quote for a no', () => {
    const result = reconcile(ticket, themes, [no('a', { quote: 'nowhere in there' }), yes('b')]);
    expect(result).toEqual({ themes: ['b'], conflicts: [], rules: [] });
  });

  it('stands without a quote when the model can only say yes or no, and a rule says so', () => {
    const result = reconcile(ticket, themes, [yes('a', { quote: null }), no('b')]);
    expect(result.themes).toEqual(['a']);
    expect(result.conflicts).toEqual([]);
    expect(namesOf(result)).toEqual(['yes_without_quote']);
  });

  it.each(['yes', 'no'] as const)('is a conflict when it is an unsure %s', (verdict) => {
    const unsure = (verdict === 'yes' ? yes : no)('a', {
      confidence: usualRules.confidence_floor - 0.01,
    });
    const result = reconcile(ticket, themes, [unsure, yes('b')]);
    expect(result.themes).toEqual(['b']);
    expect(result.conflicts).toMatchObject([{ kind: 'low_confidence', themes: ['a'] }]);
  });

  it('stands at the floor of confidence itself', () => {
    const result = reconcile(ticket, themes, [
      yes('a', { confidence: usualRules.confidence_floor }),
      no('b'),
    ]);
    expect(result).toEqual({ themes: ['a'], conflicts: [], rules: [] });
  });
});

describe('a failed judge', () => {
  it('is a conflict that names its cause, and neither a yes nor a no', () => {
    const result = reconcile(ticket, themesOf('a', 'b'), [yes('a'), failed('b')]);
    expect(result.themes).toEqual(['a']);
    expect(result.conflicts).toEqual([
      { kind: 'judge_failed', themes: ['b'], detail: 'timeout: no answer in 60 s' },
    ]);
  });

  it('is not taken for a no when nothing else says yes', () => {
    const result = reconcile(ticket, themesOf('a', 'b'), [no('a'), failed('b')]);
    expect(kindsOf(result)).toEqual(['judge_failed']);
  });
});

describe('no theme', () => {
  it('is a conflict when every judge that was asked said no', () => {
    const result = reconcile(ticket, themesOf('a', 'b'), [no('a'), notRouted('b')]);
    expect(kindsOf(result)).toEqual(['no_theme']);
  });

  it('is no conflict where there is only that theme to ask for', () => {
    const result = reconcile(ticket, themesOf('a'), [no('a')]);
    expect(kindsOf(result)).toEqual([]);
    expect(namesOf(result)).toEqual(['only_theme_denied']);
  });

  it('is settled by a rule when triage asked no judge', () => {
    const result = reconcile(ticket, themesOf('a', 'b'), [notRouted('a'), notRouted('b')]);
    expect(result.conflicts).toEqual([]);
    expect(namesOf(result)).toEqual(['no_route']);
  });
});

describe('themes that exclude each other', () => {
  const sure = yes('a', { confidence: 0.9 });
  const lessSure = yes('b', { confidence: 0.6 });

  it.each([
    ['the first names the second', themesOf(['a', 'b'], 'b')],
    ['the second names the first', themesOf('a', ['b', 'a'])],
    ['both name each other', themesOf(['a', 'b'], ['b', 'a'])],
  ])('leave the surer one when %s', (_, themes) => {
    for (const outcomes of [
      [sure, lessSure],
      [lessSure, sure],
    ]) {
      const result = reconcile(ticket, themes, outcomes);
      expect(result.themes).toEqual(['a']);
      expect(result.conflicts).toEqual([]);
      expect(result.rules).toEqual([
        { rule: 'surer_of_two_excluding', detail: 'a (0.9) stands, b (0.6) falls' },
      ]);
    }
  });

  it('leave the surer one when it is the second', () => {
    const outcomes = [yes('a', { confidence: 0.6 }), yes('b', { confidence: 0.9 })];
    expect(reconcile(ticket, themesOf(['a', 'b'], 'b'), outcomes).themes).toEqual(['b']);
  });

  it('are a conflict when neither leads, and neither stands', () => {
    const outcomes = [yes('a', { confidence: 0.9 }), yes('b', { confidence: 0.75 }), yes('c')];
    const result = reconcile(ticket, themesOf(['a', 'b'], 'b', 'c'), outcomes);
    expect(result.themes).toEqual(['c']);
    expect(result.conflicts).toMatchObject([{ kind: 'excluding_themes', themes: ['a', 'b'] }]);
  });

  it.each([
    [1, 0.8],
    [0.8, 0.6],
    [0.7, 0.5],
  ])('leave %d over %d: a lead of exactly the threshold is enough', (high, low) => {
    const outcomes = [yes('a', { confidence: high }), yes('b', { confidence: low })];
    expect(reconcile(ticket, themesOf(['a', 'b'], 'b'), outcomes).themes).toEqual(['a']);
  });

  it('have nothing to settle unless both have a yes that stands', () => {
    const themes = themesOf(['a', 'b'], 'b');
    for (const other of [no('b'), notRouted('b'), failed('b'), yes('b', { quote: 'invented' })]) {
      const result = reconcile(ticket, themes, [yes('a', { confidence: 0.55 }), other]);
      expect(result.themes).toEqual(['a']);
      expect(kindsOf(result)).not.toContain('excluding_themes');
    }
  });

  it('do not fall to one that has fallen itself', () => {
    const outcomes = [
      yes('a', { confidence: 0.5 }),
      yes('b', { confidence: 0.75 }),
      yes('c', { confidence: 1 }),
    ];
    const themes = themesOf(['a', 'b'], ['b', 'c'], 'c');
    expect(reconcile(ticket, themes, outcomes).themes).toEqual(['a', 'c']);
    expect(reconcile(ticket, [...themes].reverse(), outcomes).themes).toEqual(['c', 'a']);
  });

  it('are all in conflict when one of three is as sure as two others', () => {
    const outcomes = [
      yes('a', { confidence: 0.9 }),
      yes('b', { confidence: 0.95 }),
      yes('c', { confidence: 0.9 }),
    ];
    const result = reconcile(ticket, themesOf('a', ['b', 'a', 'c'], 'c'), outcomes);
    expect(result.themes).toEqual([]);
    expect(result.conflicts.map(({ themes }) => themes)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  it('never stand together, whatever their judges say', () => {
    fc.assert(
      fc.property(panels, ({ themes, outcomes }) => {
        const standing = reconcile(ticket, themes, outcomes).themes;
        for (const [first, second] of excludingPairs(themes))
          expect(standing.includes(first) && standing.includes(second)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

it('lists each excluding pair once, in the same order whatever the order of the themes', () => {
  expect(excludingPairs(themesOf(['c', 'a'], ['b', 'a'], ['a', 'b', 'c']))).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ]);
});
