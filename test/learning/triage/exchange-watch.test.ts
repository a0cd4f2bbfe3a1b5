import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/domain/random.ts';
import { ExchangeWatch } from '../../../src/learning/triage/exchange-watch.ts';

const themes = 6;

/** Each ticket is one theme's, mostly the one expected; from `swapAt` on the first two mean each other. */
function watch(seed: number, tickets: number, swapAt = Number.POSITIVE_INFINITY) {
  const random = seededRandom(seed);
  const exchanges = new ExchangeWatch(themes);
  for (let number = 0; number < tickets; number++) {
    const likely = Math.floor(random() * themes);
    const sure = 0.5 + 0.5 * Math.sqrt(random());
    const other = (likely + 1 + Math.floor(random() * (themes - 1))) % themes;
    const rest = (1 - sure) / (themes - 1);
    const expected = Float64Array.from({ length: themes }, (_, theme) =>
      theme === likely ? sure : rest,
    );
    const drawn = random() < sure ? likely : other;
    const meant = number < swapAt || drawn > 1 ? drawn : 1 - drawn;
    const isInquiry = exchanges.isSuspicious(expected);
    const answers = Array.from({ length: themes }, (_, theme) =>
      isInquiry || theme === likely || random() < 0.15 ? theme === meant : undefined,
    );
    const found = exchanges.hear(expected, answers);
    if (found !== undefined) return { found: new Set(found), number };
  }
  return undefined;
}

describe('the watch for themes that change places', () => {
  it('names the two soon, and no others', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const noticed = watch(seed, 2000, 500);
      expect(noticed?.found).toEqual(new Set([0, 1]));
      expect(noticed?.number).toBeGreaterThanOrEqual(500);
      expect(noticed?.number).toBeLessThan(620);
    }
  });

  it('is silent where texts are mistaken as often as expected', () => {
    for (let seed = 1; seed <= 20; seed++) expect(watch(seed, 3000)).toBeUndefined();
  });
});

describe('what it suspects', () => {
  it('is asked about until it is settled, and not of texts of other themes', () => {
    const exchanges = new ExchangeWatch(3);
    const [first, second] = [
      [0.95, 0.02, 0.02],
      [0.02, 0.95, 0.02],
    ] as const;
    for (let time = 0; time < 2; time++) exchanges.hear(first, [false, undefined, undefined]);
    expect(exchanges.isSuspicious(first)).toBe(true);
    expect(exchanges.isSuspicious(second)).toBe(false);
    exchanges.hear(first, [true, false, false]);
    expect(exchanges.isSuspicious(first)).toBe(false);
  });
});
