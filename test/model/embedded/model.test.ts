import { expect, it } from 'vitest';
import { Theme } from '../../../src/domain/theme.ts';
import { openEmbedded } from '../../../src/model/embedded/model.ts';

const themes = [Theme.parse({ name: 'Late flight', definition: 'The flight was late.' })];
const identityOf = (texts?: string[]) => openEmbedded(themes, texts).identity();

it('is another model for every other file that it weighs words by', () => {
  const identities = [identityOf(), identityOf([]), identityOf(['a', 'b']), identityOf(['ab'])];
  expect(new Set(identities).size).toBe(4);
  expect(identityOf(['a', 'b'])).toBe(identityOf(['a', 'b']));
});

it('takes no verdict of an earlier version for its own', () => {
  expect(identityOf()).toMatch(/^embedded embedded-2 /);
});
