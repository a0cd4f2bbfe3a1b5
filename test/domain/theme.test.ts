import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Theme, themeFinder, themeIdOf } from '../../src/domain/theme.ts';

const input = { name: 'Late flight', definition: 'The flight was late.' };

function problemsOf(theme: object): string[] {
  const parsed = Theme.safeParse(theme);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

const anyCharacter = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));

describe('themeIdOf', () => {
  it.each([
    ['Late Flight', 'late_flight'],
    ['  Wi-Fi & seats! ', 'wi_fi_seats'],
    ['Überbuchung', 'überbuchung'],
    ['U\u0308berbuchung', 'überbuchung'],
    ['等待时间', '等待时间'],
    ['Top 10', 'top_10'],
    ['late_flight', 'late_flight'],
    ['?!', ''],
  ])('makes %j into %j', (name, id) => {
    expect(themeIdOf(name)).toBe(id);
  });

  it('makes of any name nothing or an id that a theme may be given by hand', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), (name) => {
        const id = themeIdOf(name);
        if (id === '' || id.length > 64) return;
        expect(problemsOf({ ...input, id })).toEqual([]);
      }),
    );
  });
});

describe('themeFinder', () => {
  const find = themeFinder([
    { id: 'wait', name: 'Waiting time' },
    { id: 'late__flight', name: 'Delay' },
    { id: 'policy', name: 'Rules' },
    { id: 'rules', name: 'Policy' },
  ]);

  it.each([
    ['an id', 'wait', 'wait'],
    ['a name', 'Waiting time', 'wait'],
    ['a name in another hand', 'WAITING-TIME', 'wait'],
    ['an id in another hand', ' Wait ', 'wait'],
    ['an id that no name would give', 'late__flight', 'late__flight'],
    ['an id before a name that reads the same', 'policy', 'policy'],
  ])('finds a theme by %s', (_, named, id) => {
    expect(find(named)).toBe(id);
  });

  it.each(['waiting', '', 'constructor'])('finds nothing by %j', (named) => {
    expect(find(named)).toBeUndefined();
  });
});

describe('Theme', () => {
  it('takes its id from its name where it has none, and keeps the one it has', () => {
    expect(Theme.parse(input).id).toBe('late_flight');
    expect(Theme.parse({ ...input, id: 'lf_1' }).id).toBe('lf_1');
  });

  it('has empty lists where none are given', () => {
    expect(Theme.parse(input)).toEqual({
      ...input,
      id: 'late_flight',
      counts: [],
      doesNotCount: [],
      examples: [],
      counterExamples: [],
      excludes: [],
    });
  });

  it.each(['Late', 'late flight', 'late-flight', 'a|b', 'a,b', ''])('refuses the id %j', (id) => {
    expect(problemsOf({ ...input, id })).toEqual(['use lower-case letters, digits and _']);
  });

  it('refuses an id of more than 64 characters', () => {
    expect(problemsOf({ ...input, id: 'x'.repeat(64) })).toEqual([]);
    expect(problemsOf({ ...input, id: 'x'.repeat(65) })).toHaveLength(1);
  });

  it('asks for an id where the name gives none', () => {
    expect(problemsOf({ ...input, name: '!!!' })).toEqual(['give the theme an id']);
    expect(problemsOf({ ...input, name: '!!!', id: 'shouting' })).toEqual([]);
  });

  it.each([
    ['a blank name', { name: ' ' }, 'a theme needs a name'],
    ['a blank definition', { definition: '\n' }, 'a theme needs a definition'],
  ])('refuses %s', (_, more, message) => {
    expect(problemsOf({ ...input, ...more })).toEqual([message]);
  });

  it('refuses a blank case among those that count', () => {
    expect(problemsOf({ ...input, counts: ['late', ' '] })).toHaveLength(1);
  });
});
