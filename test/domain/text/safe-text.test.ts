import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonLine, showControls } from '../../../src/domain/text/safe-text.ts';

const text = fc.string({
  unit: fc.integer({ min: 0, max: 0x2100 }).map((code) => String.fromCharCode(code)),
});

it('leaves of control characters only tabs and line feeds, and all other text as it is', () => {
  fc.assert(
    fc.property(text, (given) => {
      const shown = showControls(given);
      expect(shown).not.toMatch(/(?![\t\n])\p{Cc}/u);
      expect(shown.replace(/[\n\ufffd\u2400-\u2421]/g, '')).toBe(
        given.replace(/(?!\t)\p{Cc}/gu, ''),
      );
      expect(showControls(shown)).toBe(shown);
    }),
  );
});

it('writes JSON that is one line to every reader and means the same', () => {
  fc.assert(
    fc.property(text, (given) => {
      const line = jsonLine({ given });
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(JSON.parse(line)).toEqual({ given });
    }),
  );
});
