import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, failedDecision, type Ruling } from '../../../src/domain/decision/decide.ts';
import { Decision } from '../../../src/domain/decision/decision.ts';
import { FailureCause, type Outcome } from '../../../src/domain/decision/outcome.ts';
import { usualRules } from '../../../src/domain/decision/reconcile.ts';
import { ownPieces } from '../../../src/domain/text/own-sentence.ts';
import {
  failed,
  no,
  notRouted,
  panels,
  type Ruled,
  rulings,
  themesOf,
  ticket,
  yes,
} from '../panel.ts';

function decideOn(themes: Ruled[], outcomes: Outcome[], ruling?: Ruling): Decision {
  return decide({ ticket, themes, outcomes, ruling, sentiment: 0.8 });
}

function rule(themes: string[], more: Partial<Ruling> = {}): Ruling {
  return {
    themes,
    confidence: 0.65,
    sentiment: 0.1,
    justification: 'as ruled',
    needsReview: false,
    ...more,
  };
}

const namesOf = ({ rules }: Decision) => rules.map(({ rule }) => rule);
const two = themesOf('a', 'b');

describe('from rules alone', () => {
  it('decides when every verdict stands, with what each judge said as justification', () => {
    const outcomes = [yes('a', { confidence: 0.8 }), yes('b', { confidence: 0.9, quote: null })];
    expect(decideOn(two, outcomes)).toMatchObject({
      status: 'decided',
      themes: ['a', 'b'],
      confidence: 0.85,
      sentiment: 0.8,
      justification: 'a: because of a ("on hold for an hour"); b: because of b',
      outcomes,
    });
  });

  it('takes the confidence from the themes it lists, not from the others', () => {
    const outcomes = [yes('a', { confidence: 0.8 }), no('b', { confidence: 0.6 })];
    expect(decideOn(two, outcomes).confidence).toBe(0.8);
  });

  it.each([
    [
      'a quote that is not in the ticket',
      [yes('a', { quote: 'invented' }), yes('b')],
      /The judge of a said yes without evidence from the ticket: "invented" is not in the ticket\.$/,
    ],
    [
      'a yes with an empty quote',
      [yes('a', { quote: '' }), yes('b')],
      /The judge of a said yes without evidence from the ticket: a yes without a quote\.$/,
    ],
    [
      'low confidence',
      [yes('a', { confidence: usualRules.confidence_floor - 0.1 }), yes('b')],
      /The judge of a was not confident: yes with confidence 0\.4, below 0\.5\.$/,
    ],
    [
      'a failed judge',
      [failed('a'), yes('b')],
      /^b: because of b \("on hold for an hour"\)\. Not judged for a: the model took too long \(no answer in 60 s\); run the same command again to retry, perhaps with a longer --timeout\.$/,
    ],
  ])('asks for a review of %s, and lists the other theme only', (_, outcomes, sentence) => {
    const decision = decideOn(two, outcomes);
    expect(decision).toMatchObject({ status: 'review', themes: ['b'] });
    expect(decision.justification).toMatch(sentence);
  });

  it('asks for a review when every judge said no', () => {
    expect(decideOn(two, [no('a'), no('b')])).toMatchObject({
      status: 'review',
      themes: [],
      confidence: 0.9,
    });
  });

  it('asks for a review when one judge failed and the others said no', () => {
    expect(decideOn(two, [no('a'), failed('b')])).toMatchObject({ status: 'review', themes: [] });
  });

  it('asks for a review of two excluding themes with a like confidence', () => {
    const decision = decideOn(themesOf('a', ['b', 'a']), [yes('a'), yes('b')]);
    expect(decision).toMatchObject({ status: 'review', themes: [] });
  });

  it('decides for the surer of two excluding themes, with its confidence', () => {
    const outcomes = [yes('a', { confidence: 0.6 }), yes('b', { confidence: 0.95 })];
    expect(decideOn(themesOf('a', ['b', 'a']), outcomes)).toMatchObject({
      status: 'decided',
      themes: ['b'],
      confidence: 0.95,
    });
  });

  it('fails when every judge that was asked failed', () => {
    const outcomes = [failed('a'), notRouted('b')];
    const decision = decideOn(two, outcomes);
    expect(decision).toMatchObject({ status: 'failed', themes: [], confidence: null, outcomes });
    expect(decision.justification).toMatch(/^Not judged for a: the model took too long /);
  });

  it('decides for no theme, and says why, when triage asked no judge', () => {
    expect(decideOn(two, [notRouted('a'), notRouted('b')])).toMatchObject({
      status: 'decided',
      themes: [],
      confidence: null,
      justification: 'Triage found no theme that might apply, so no judge was asked.',
    });
  });
});

describe('with a ruling', () => {
  const disputed = [yes('a', { quote: 'invented' }), yes('b', { confidence: 0.4 })];

  it('takes over what the aggregator settled', () => {
    expect(decideOn(two, disputed, rule(['b']))).toMatchObject({
      status: 'decided',
      themes: ['b'],
      confidence: 0.65,
      justification: 'as ruled',
    });
  });

  it('keeps the conflicts that led to it on record', () => {
    const { conflicts } = decideOn(two, disputed, rule(['a', 'b']));
    expect(conflicts.map(({ kind }) => kind)).toEqual(['quote_not_in_ticket', 'low_confidence']);
  });

  it('may overrule a no, and lists the themes once and in their order', () => {
    const decision = decideOn(two, [no('a'), no('b')], rule(['b', 'a', 'b']));
    expect(decision).toMatchObject({ status: 'decided', themes: ['a', 'b'] });
  });

  it('asks for a review when the aggregator does', () => {
    const decision = decideOn(two, disputed, rule(['a'], { needsReview: true }));
    expect(decision).toMatchObject({ status: 'review', themes: ['a'] });
  });

  it.each([
    ['that was not routed', [yes('a'), notRouted('b')]],
    ['whose judge failed', [yes('a'), failed('b')]],
    ['that does not exist', [yes('a')]],
  ])('cannot make up a verdict on a theme %s', (_, outcomes) => {
    const decision = decideOn(two, outcomes, rule(['a', 'b']));
    expect(decision.themes).toEqual(['a']);
    expect(decision.rules).toContainEqual({
      rule: 'ruling_without_verdict',
      detail: 'no judge gave a verdict on b',
    });
  });

  it('is reviewed even so when a judge failed', () => {
    expect(decideOn(two, [yes('a'), failed('b')], rule(['a'])).status).toBe('review');
  });

  it('is reviewed when it lists two themes that exclude each other', () => {
    const decision = decideOn(themesOf('a', ['b', 'a']), [yes('a'), yes('b')], rule(['a', 'b']));
    expect(decision.status).toBe('review');
    expect(namesOf(decision)).toContain('ruling_excludes_itself');
  });

  it('cannot save a ticket of which every judge failed', () => {
    const decision = decideOn(two, [failed('a'), failed('b')], rule(['a']));
    expect(decision).toMatchObject({ status: 'failed', themes: [], confidence: null });
  });

  it('gives the sentiment only where triage gave none', () => {
    const evidence = { ticket, themes: two, outcomes: disputed, ruling: rule(['a']) };
    expect(decide({ ...evidence, sentiment: 0 }).sentiment).toBe(0);
    expect(decide({ ...evidence, sentiment: null }).sentiment).toBe(0.1);
  });
});

it('stays in review and says so when the aggregator gave no ruling', () => {
  const decision = decide({
    ticket,
    themes: two,
    outcomes: [yes('a', { quote: 'invented' }), yes('b')],
    sentiment: null,
    aggregatorFailure: 'timeout: no answer',
  });
  expect(decision).toMatchObject({ status: 'review', themes: ['b'], sentiment: null });
  expect(decision.rules).toContainEqual({
    rule: 'aggregator_failed',
    detail: 'timeout: no answer',
  });
});

it('fails a ticket that no judge could be asked about, with the reason', () => {
  expect(failedDecision('bad_row', 'line 3: no text')).toMatchObject({
    status: 'failed',
    themes: [],
    confidence: null,
    outcomes: [],
    justification:
      'Not judged: no text (line 3 of the file); correct the row and run the command again.',
    rules: [{ rule: 'bad_row', detail: 'line 3: no text' }],
  });
});

describe('a failed ticket', () => {
  it.each(FailureCause.options)('says in a sentence what %s means and what to do', (cause) => {
    const failed = failedDecision('triage_failed', `triage: ${cause}: 500 oh no`).justification;
    expect(failed).toMatch(/^Not judged: triage gave no answer: [^_]+ \(500 oh no\); [^_]+\.$/);
    expect(ownPieces(failed)?.join('')).toContain('triage gave no answer');
  });

  it('says once what several judges failed of', () => {
    const { justification } = decideOn(two, [failed('a'), failed('b')]);
    expect(justification).toMatch(/^Not judged for a, b: the model took too long [^.]+\.$/);
  });
});

describe('laws', () => {
  const rulingOrNone = fc.option(rulings, { nil: undefined });

  /** Holds for every panel, with and without a ruling. */
  function law(
    check: (panel: { themes: Ruled[]; outcomes: Outcome[] }, ruling: Ruling | undefined) => void,
  ): void {
    fc.assert(fc.property(panels, rulingOrNone, check), { numRuns: 200 });
  }

  it('lists no theme without a yes that stands, or a ruling on a verdict', () => {
    law(({ themes, outcomes }, ruling) => {
      for (const theme of decideOn(themes, outcomes, ruling).themes) {
        const outcome = outcomes.find((outcome) => outcome.theme === theme);
        if (ruling === undefined)
          expect([
            { verdict: 'yes', quote: null },
            { verdict: 'yes', quote: 'on hold for an hour' },
          ]).toContainEqual(
            outcome?.kind === 'verdict' && { verdict: outcome.verdict, quote: outcome.quote },
          );
        else expect([outcome?.kind, ruling.themes.includes(theme)]).toEqual(['verdict', true]);
      }
    });
  });

  it('a failed judge never adds or removes another theme, and never goes unseen', () => {
    law(({ themes, outcomes }, ruling) => {
      const withFailures = decideOn(themes, outcomes, ruling);
      const without = outcomes.map((outcome) =>
        outcome.kind === 'failed' ? notRouted(outcome.theme) : outcome,
      );
      expect(withFailures.themes).toEqual(decideOn(themes, without, ruling).themes);
      if (outcomes.some(({ kind }) => kind === 'failed'))
        expect(withFailures.status).toBe(
          outcomes.some(({ kind }) => kind === 'verdict') ? 'review' : 'failed',
        );
      else expect(withFailures.status).not.toBe('failed');
    });
  });

  it('the order of themes and outcomes changes neither the set of themes nor the status', () => {
    const shuffles = fc.array(fc.nat(), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(panels, rulingOrNone, shuffles, ({ themes, outcomes }, ruling, keys) => {
        const shuffle = <Item>(items: Item[]) =>
          items
            .map((item, index) => ({ item, key: keys[index] ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const some = decideOn(themes, outcomes, ruling);
        const others = decideOn(shuffle(themes), shuffle(outcomes).reverse(), ruling);
        expect(others.themes.toSorted()).toEqual(some.themes.toSorted());
        expect(others.status).toBe(some.status);
      }),
      { numRuns: 500 },
    );
  });

  it('lists the themes in the order of the run', () => {
    law(({ themes, outcomes }, ruling) => {
      const decided = decideOn(themes, outcomes, ruling).themes;
      expect(decided).toEqual(themes.map(({ id }) => id).filter((id) => decided.includes(id)));
    });
  });

  it('the same evidence gives the same decision again, also when read back from JSON', () => {
    law(({ themes, outcomes }, ruling) => {
      const evidence = { ticket, themes, outcomes, ruling, sentiment: null };
      const before = JSON.stringify(evidence);
      const decision = decide(evidence);
      expect(decide(evidence)).toEqual(decision);
      expect(JSON.stringify(evidence)).toBe(before);
      expect(decide(JSON.parse(before))).toEqual(decision);
    });
  });

  it('gives a decision that its own schema takes', () => {
    law(({ themes, outcomes }, ruling) => {
      const decision = decideOn(themes, outcomes, ruling);
      expect(Decision.parse(decision)).toEqual(decision);
    });
  });
});

describe('a threshold of a theme', () => {
  const themes = themesOf('a', 'b');
  const rules = { ...usualRules, theme_thresholds: { a: 0.7 } };
  const decideWith = (outcomes: Outcome[], ruling?: Ruling) =>
    decide({ ticket, themes, outcomes, ruling, sentiment: null, rules });

  it('lets a less sure yes fall, says so, and leaves those of other themes alone', () => {
    const decision = decideWith([yes('a', { confidence: 0.6 }), yes('b', { confidence: 0.6 })]);
    expect(decision).toMatchObject({ status: 'decided', themes: ['b'] });
    expect(decision.rules).toEqual([
      {
        rule: 'yes_below_threshold',
        detail: 'a: a yes with confidence 0.6, below the 0.7 that this theme needs',
      },
    ]);
    expect(decideWith([yes('a', { confidence: 0.7 }), no('b')]).themes).toEqual(['a']);
  });

  it('holds against the aggregator, and for a yes whose quote is made up', () => {
    const unsure = yes('a', { confidence: 0.6, quote: 'nowhere to be found' });
    expect(decideWith([unsure, yes('b')], rule(['a', 'b'])).themes).toEqual(['b']);
    expect(decideWith([unsure, yes('b')]).conflicts).toEqual([]);
  });

  it('makes no yes of a no, however unsure', () => {
    expect(decideWith([no('a', { confidence: 0.6 }), yes('b')]).themes).toEqual(['b']);
  });
});

describe('a review threshold', () => {
  const themes = themesOf('a', 'b');
  const decideBelow = (review_below: number, outcomes: Outcome[], ruling?: Ruling) =>
    decide({
      ticket,
      themes,
      outcomes,
      ruling,
      sentiment: null,
      rules: { ...usualRules, review_below },
    });

  it('sends what is less sure to review, and says by which number', () => {
    const decision = decideBelow(0.8, [yes('a', { confidence: 0.75 }), no('b')]);
    expect(decision).toMatchObject({
      status: 'review',
      themes: ['a'],
      confidence: 0.75,
      rules: [{ rule: 'below_threshold', detail: 'confidence 0.75, below 0.8' }],
    });
    expect(decideBelow(0.75, [yes('a', { confidence: 0.75 }), no('b')]).status).toBe('decided');
  });

  it('holds for a ruling, and for a ticket that nobody was asked about', () => {
    expect(decideBelow(0.8, [yes('a'), no('b')], rule(['a'])).status).toBe('review');
    const unasked = decideBelow(0.8, [notRouted('a'), notRouted('b')]);
    expect(unasked).toMatchObject({ status: 'review', confidence: null });
    expect(namesOf(unasked)).toEqual(['no_route', 'below_threshold']);
  });

  it('says nothing of what is in review or failed already', () => {
    expect(namesOf(decideBelow(1, [failed('a'), no('b')]))).toEqual([]);
    expect(decideBelow(1, [failed('a'), failed('b')]).status).toBe('failed');
  });

  it('changes no themes, and decides nothing that was not decided', () => {
    fc.assert(
      fc.property(panels, fc.double({ min: 0, max: 1, noNaN: true }), (panel, threshold) => {
        const evidence = { ticket, ...panel, sentiment: null };
        const usual = decide(evidence);
        const strict = decide({ ...evidence, rules: { ...usualRules, review_below: threshold } });
        expect(strict.themes).toEqual(usual.themes);
        if (usual.status !== 'decided') expect(strict).toEqual(usual);
      }),
    );
  });
});
