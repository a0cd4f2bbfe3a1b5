import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findRepair } from '../../src/diagnosis/repair.ts';
import { isRight, replay } from '../../src/diagnosis/replay.ts';
import type { Outcome } from '../../src/domain/decision/outcome.ts';
import { usualRules } from '../../src/domain/decision/reconcile.ts';
import { caseOf, failed, no, themeIds, unrouted, yes } from '../support/cases.ts';

const outcome = (theme: string): fc.Arbitrary<Outcome> =>
  fc.oneof(
    fc
      .record({
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        quote: fc.constantFrom('waited an hour', 'never said'),
      })
      .map((more) => yes(theme, more)),
    fc.double({ min: 0, max: 1, noNaN: true }).map((confidence) => no(theme, { confidence })),
    fc.constant(failed(theme)),
    fc.constant(unrouted(theme)),
  );
const known = fc
  .record({
    outcomes: fc.tuple(...themeIds.map(outcome)),
    ruled: fc.option(fc.subarray(themeIds)),
    excludes: fc.option(fc.constant<[string, string]>(['manners', 'waiting'])),
    gold: fc.subarray(themeIds),
  })
  .map(({ outcomes, ruled, excludes, gold }) =>
    caseOf(outcomes, {
      gold,
      ...(ruled && { aggregated: { themes: ruled } }),
      ...(excludes && { excludes }),
    }),
  );

it('decides as the run did where nothing is changed', () => {
  fc.assert(
    fc.property(known, (one) => {
      expect(replay(one)).toEqual(one.decision);
    }),
  );
});

it('leaves everything as it is where a flip says what is there', () => {
  fc.assert(
    fc.property(known, (one) => {
      const flips = new Map(
        one.decision.outcomes
          .filter((there) => there.kind !== 'verdict' || there.confidence >= 0.5)
          .map((there) => [there.theme, there.kind === 'verdict' ? there.verdict : there.kind]),
      );
      expect(replay(one, { flips })).toEqual(one.decision);
    }),
  );
});

it('makes an unsure yes a sure one where it is flipped to yes', () => {
  const one = { ...caseOf(), rules: { ...usualRules, confidence_floor: 0.95 } };
  const yes = one.decision.outcomes.find(
    (outcome) => outcome.kind === 'verdict' && outcome.verdict === 'yes',
  );
  const theme = yes?.theme ?? '';
  expect(replay(one).themes).not.toContain(theme);
  expect(replay(one, { flips: new Map([[theme, 'yes' as const]]) }).themes).toContain(theme);
});

it('finds repairs that repair, and of which no part would do', () => {
  fc.assert(
    fc.property(known, (one) => {
      const gold = one.gold ?? [];
      const repair = findRepair(one, gold);
      if (repair === undefined) return;
      expect(isRight(replay(one, { flips: repair }).themes, gold)).toBe(true);
      for (const theme of repair.keys()) {
        const smaller = new Map([...repair].filter(([other]) => other !== theme));
        expect(isRight(replay(one, { flips: smaller }).themes, gold)).toBe(false);
      }
    }),
  );
});

it('finds no repair by verdicts where the rules are to blame', () => {
  const one = caseOf([yes('manners', { confidence: 0.6 }), yes('waiting'), unrouted('website')], {
    gold: ['manners', 'waiting'],
    excludes: ['manners', 'waiting'],
  });
  expect(findRepair(one, one.gold ?? [])).toBeUndefined();
  const change = { rules: { exclusions: false } };
  expect(replay(one, change).themes).toEqual(['manners', 'waiting']);
});

it('keeps a ruling only for the panel that it was about', () => {
  const one = caseOf(undefined, { aggregated: { themes: ['manners'] } });
  expect(replay(one).themes).toEqual(['manners']);
  expect(replay(one, { flips: new Map([['website', 'yes']]) }).themes).toEqual([
    'waiting',
    'website',
  ]);
  expect(replay(one, { withoutRuling: true }).themes).toEqual(['waiting']);
});

it('tries another rule', () => {
  const one = caseOf([no('manners'), yes('waiting', { confidence: 0.4 }), unrouted('website')]);
  expect(one.decision.themes).toEqual([]);
  expect(replay(one, { rules: { confidence_floor: 0.3 } }).themes).toEqual(['waiting']);
});

it('goes by the run’s own rules where nothing else is said', () => {
  const one = { ...caseOf(), rules: { ...usualRules, review_below: 0.95 } };
  expect(replay(one).status).toBe('review');
  expect(replay(one, { rules: { review_below: 0 } }).status).toBe('decided');
});
