import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeJson } from '../../../../src/model/answers/text/close-json.ts';

/** A text as some servers write it, with everything but ASCII escaped. */
function escaped(text: string): string {
  return text.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Texts of a JSON object, cut at a place that leaves at least their brace. */
const cuts = fc
  .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), fc.nat(2))
  .chain(([object, isEscaped, spaces]) => {
    const plain = JSON.stringify(object, null, spaces);
    const text = isEscaped ? escaped(plain) : plain;
    return fc.nat(text.length - 1).map((end): [object, string] => [object, text.slice(0, end + 1)]);
  });

/** Whether the part is the whole, or what can be known of it from its beginning. */
function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string' && typeof whole === 'string') return whole.startsWith(part);
  if (typeof part !== 'object' || part === null || typeof whole !== 'object' || whole === null)
    return part === whole;
  if (Array.isArray(part) !== Array.isArray(whole)) return false;
  const parts = Object.entries(part);
  const wholes = Object.entries(whole);
  return parts.every(([key, value], index) => {
    const [name, original] = wholes[index] ?? [];
    const isLast = index === parts.length - 1;
    return key === name && (isLast ? isBeginning(value, original) : equal(value, original));
  });
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

describe('a JSON object that breaks off anywhere', () => {
  it('is read as far as it goes, and nothing that was not in it is', () => {
    fc.assert(
      fc.property(cuts, ([object, cut]) => {
        const closed = closeJson(cut);
        expect(closed).toBeTypeOf('object');
        expect(isBeginning(closed, object)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps what came before inside a string', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.nat(),
        (said, isEscaped, end) => {
          const plain = JSON.stringify({ a: said });
          const whole = isEscaped ? escaped(plain) : plain;
          const cut = whole.slice(0, '{"a":"'.length + (end % (whole.length - '{"a":""'.length)));
          const { a } = closeJson(cut) as { a: string };
          expect(said.startsWith(a)).toBe(true);
          // Of what is not kept only the beginning of one escape was there.
          const kept = JSON.stringify(a).slice(1, -1);
          const there = cut.slice('{"a":"'.length);
          expect(there.length - (isEscaped ? escaped(kept) : kept).length).toBeLessThan(6);
        },
      ),
    );
  });
});

describe('a text that breaks off', () => {
  it.each([
    // In a nested string, as the arguments of a call are.
    [
      '{"c":[{"f":{"arguments":"{\\"v\\":[{\\"t\\":1',
      '{"c":[{"f":{"arguments":"{\\"v\\":[{\\"t\\":1"}}]}',
    ],
    ['{"a":{"b":["x","y', '{"a":{"b":["x","y"]}}'],
    // In an escape.
    ['{"a":"x\\', '{"a":"x"}'],
    ['{"a":"x\\u', '{"a":"x"}'],
    ['{"a":"x\\u00', '{"a":"x"}'],
    ['{"a":"x\\u00E', '{"a":"x"}'],
    ['{"a":"x\\u00e4', '{"a":"x\\u00e4"}'],
    ['{"a":"x\\"', '{"a":"x\\""}'],
    // Behind one.
    ['{"a":"x\\\\', '{"a":"x\\\\"}'],
    ['{"a":"x\\\\u00', '{"a":"x\\\\u00"}'],
    // Behind a value, or before one.
    ['{"a":[1,2]', '{"a":[1,2]}'],
    ['{"a":1,', '{"a":1}'],
    ['{"a":[{"b":1},', '{"a":[{"b":1}]}'],
    ['{', '{}'],
    ['{"a":[', '{"a":[]}'],
    // In a number or a word, which may be whole, or a key: the last value that is whole is the end.
    ['{"a":1', '{}'],
    ['{"a":[1,2', '{"a":[1]}'],
    ['{"a":"x","b":true', '{"a":"x"}'],
    ['{"in":25,"out":4', '{"in":25}'],
    ['{"a":[1,2],"b":-', '{"a":[1,2]}'],
    ['{"a":"x","b":0.', '{"a":"x"}'],
    ['{"a":"x","b":1e', '{"a":"x"}'],
    ['{"a":"x","b":tru', '{"a":"x"}'],
    ['{"a":"x","b":', '{"a":"x"}'],
    ['{"a":"x","b"', '{"a":"x"}'],
    ['{"a":"x","ke', '{"a":"x"}'],
    ['{"a":{"b":"x"},"c":[nul', '{"a":{"b":"x"},"c":[]}'],
    // Marks inside strings open and close nothing.
    ['{"a":"[{,\\"]}","b":"{', '{"a":"[{,\\"]}","b":"{"}'],
  ])('%s is read as %s', (cut, closed) => {
    expect(closeJson(cut)).toEqual(JSON.parse(closed));
  });
});

it('reads every whole list and object', () => {
  const whole = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(whole, fc.nat(3), (value, spaces) => {
      const text = JSON.stringify(value, null, spaces);
      expect(closeJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

describe('makes nothing of', () => {
  it.each(['', 'hello', '12', '{"a"]', '{"a":1}}', '{"a" 1}', '<p>{"a":'])(
    '%j, which no closing mends',
    (text) => {
      expect(closeJson(text)).toBeUndefined();
    },
  );

  it('some texts, and fails at none', () => {
    const unit = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'u', 'true', ' ');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(() => closeJson(text)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
