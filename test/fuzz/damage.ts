/** Damage that makes no word of another: none of it holds a letter that an answer could be made of. */
import fc from 'fast-check';

/** Where: a share of the whole, 0 to 1, so that it can be drawn before the whole is known. */
const place = fc.integer({ min: 0, max: 1000 }).map((thousandth) => thousandth / 1000);

export type TextDamage =
  | { kind: 'cut'; at: number }
  | { kind: 'insert'; at: number; what: string }
  | { kind: 'overwrite'; at: number; what: string };

const scraps = [
  ...[
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\n',
    '\u0000',
    '\ud800',
    '\u2028',
    ' ',
    '<',
    '`',
    '}}]]',
  ],
  ...['[{}]', '{"":""}', '\\u', '<|', '\ufeff', '1e999', '[['.repeat(200), ']}'.repeat(200)],
];

export const textDamage: fc.Arbitrary<TextDamage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('insert' as const), at: place, what: fc.constantFrom(...scraps) }),
  fc.record({
    kind: fc.constant('overwrite' as const),
    at: place,
    what: fc.constantFrom(...scraps),
  }),
);

export function damageText(text: string, damage: TextDamage): string {
  const at = Math.floor(damage.at * text.length);
  if (damage.kind === 'cut') return text.slice(0, at);
  return text.slice(0, at) + damage.what + text.slice(damage.kind === 'insert' ? at : at + 1);
}

interface ValueDamage {
  at: number;
  kind: 'replace' | 'delete' | 'wrap' | 'repeat';
  what: unknown;
}

const junk: unknown[] = [
  ...[null, 5, -1, 1e308, '', 'x', [], {}, [null], [[]], { a: null }, '{}', '[]', 'null'],
  ...[
    'x'.repeat(5000),
    Array(50).fill(null),
    { toString: 5 },
    { length: -1 },
    JSON.parse('{"then":"x"}'),
  ],
  ...[JSON.parse('{"__proto__":{"type":"message"}}'), { constructor: null }, nested(60)],
];

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)];
}

export const valueDamage: fc.Arbitrary<ValueDamage> = fc.record({
  at: place,
  kind: fc.constantFrom<ValueDamage['kind']>(
    'replace',
    'replace',
    'replace',
    'delete',
    'wrap',
    'repeat',
  ),
  what: fc.constantFrom(...junk),
});

/** The value with one part of it damaged, itself at times. */
export function damageValue(value: unknown, { at, kind, what }: ValueDamage): unknown {
  const places: { parent: Record<string, unknown>; key: string }[] = [];
  const root: Record<string, unknown> = { value: structuredClone(value) };
  const collect = (parent: Record<string, unknown>): void => {
    for (const key of Object.keys(parent)) {
      places.push({ parent, key });
      const part = parent[key];
      if (typeof part === 'object' && part !== null) collect(part as Record<string, unknown>);
    }
  };
  collect(root);
  const chosen = places[Math.min(places.length - 1, Math.floor(at * places.length))];
  if (chosen === undefined) return value;
  const { parent, key } = chosen;
  if (kind === 'replace') parent[key] = what;
  else if (kind === 'wrap') parent[key] = [parent[key]];
  else if (kind === 'repeat') parent[key] = [parent[key], parent[key]];
  else delete parent[key];
  return root.value;
}
