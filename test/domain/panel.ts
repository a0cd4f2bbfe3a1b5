import fc from 'fast-check';
import type { Outcome, VerdictOutcome } from '../../src/domain/decision/outcome.ts';
import type { Theme } from '../../src/domain/theme.ts';

export type Ruled = Pick<Theme, 'id' | 'excludes'>;

export const ticket = {
  text: 'I was on hold for an hour and the app crashed.',
  context: { resolution: 'Voucher sent' },
};

/** `themesOf('a', ['b', 'a'])`: a theme, and one that excludes it. */
export function themesOf(...themes: (string | [id: string, ...excludes: string[]])[]): Ruled[] {
  return themes.map((theme) => {
    const [id, ...excludes] = typeof theme === 'string' ? [theme] : theme;
    return { id, excludes };
  });
}

/** A yes with a quote that stands in `ticket`. */
export function yes(theme: string, more: Partial<VerdictOutcome> = {}): VerdictOutcome {
  return { ...no(theme), verdict: 'yes', quote: 'on hold for an hour', ...more };
}

export function no(theme: string, more: Partial<VerdictOutcome> = {}): VerdictOutcome {
  return {
    kind: 'verdict',
    theme,
    verdict: 'no',
    confidence: 0.9,
    quote: '',
    rationale: `because of ${theme}`,
    ...more,
  };
}

export function failed(theme: string): Outcome {
  return { kind: 'failed', theme, cause: 'timeout', detail: 'no answer in 60 s' };
}

export function notRouted(theme: string): Outcome {
  return { kind: 'not_routed', theme };
}

const ids = ['a', 'b', 'c', 'd', 'e'];

/** Up to five themes that exclude some of each other, and what their judges said. */
export const panels = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
    fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 6 }),
    fc.array(
      fc.record({
        kind: fc.constantFrom('yes', 'yes', 'yes', 'no', 'failed', 'not_routed'),
        confidence: fc.constantFrom(0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1),
        quote: fc.constantFrom('on hold for an hour', 'on hold for an hour', 'invented', '', null),
      }),
      { minLength: ids.length, maxLength: ids.length },
    ),
  )
  .map(([chosen, pairs, said]) => ({
    themes: chosen.map((id) => ({
      id,
      excludes: pairs.filter(([from, to]) => from === id && to !== id).map(([, to]) => to),
    })),
    outcomes: chosen.map((id, index): Outcome => {
      const { kind, confidence, quote } = said[index] ?? { kind: 'no', confidence: 1, quote: '' };
      if (kind === 'failed') return failed(id);
      if (kind === 'not_routed') return notRouted(id);
      return kind === 'yes' ? yes(id, { confidence, quote }) : no(id, { confidence });
    }),
  }));

export const rulings = fc.record({
  themes: fc.array(fc.constantFrom(...ids, 'unheard_of')),
  confidence: fc.constantFrom(0.2, 0.95),
  sentiment: fc.constantFrom(null, 0.5),
  justification: fc.constant('as ruled'),
  needsReview: fc.boolean(),
});
