import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineTheme } from '../../agents/judge.ts';
import { Gauge } from '../../src/tribunal/dockets/docket-size.ts';
import { stacksOf, stacksThatFit } from '../../src/tribunal/stacks.ts';

const themeOf = (isOwn: boolean, index: number) =>
  defineTheme({
    id: `theme_${index}`,
    name: `Theme ${index}`,
    definition: 'A theme. '.repeat(100),
    ...(isOwn ? { judge: { model: 'own' } } : {}),
  });

describe('stacks', () => {
  it('hold every theme once, no more than were wanted, and those with models of their own alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        (own, most) => {
          const themes = own.map(themeOf);
          const stacks = stacksOf(themes, most);
          expect(new Set(stacks.flat())).toEqual(new Set(themes));
          expect(stacks.flat()).toHaveLength(themes.length);
          for (const stack of stacks) {
            expect(stack.length).toBeLessThanOrEqual(most);
            if (stack.some(({ judge }) => judge !== undefined)) expect(stack).toHaveLength(1);
          }
        },
      ),
    );
  });

  it('are as large as the context of the model allows, and say so', () => {
    const themes = Array.from({ length: 20 }, (_, index) => themeOf(false, index));
    const said: string[] = [];
    const say = (message: string) => said.push(message);
    const sizes = (context: number) =>
      stacksThatFit({ gauge: new Gauge(16, context), say }, themes, 20).map(({ length }) => length);
    expect(sizes(100_000)).toEqual([20]);
    expect(said).toEqual([]);
    const [size = 0] = sizes(4096);
    expect(size).toBeGreaterThan(1);
    expect(said).toEqual([expect.stringMatching(/room for \d+ of 20 themes in one call/)]);
    expect(sizes(512)).toEqual(themes.map(() => 1));
  });
});
