import { describe, expect, it } from 'vitest';
import { findThemeThresholds, type GradedYes } from '../../src/calibration/theme-thresholds.ts';
import { seededRandom } from '../../src/domain/random.ts';

const yes = (theme: string, confidence: number, isRight: boolean, times = 1): GradedYes[] =>
  Array.from({ length: times }, () => ({ theme, confidence, isRight }));

const half = [...yes('a', 0.9, true, 20), ...yes('a', 0.6, false, 12), ...yes('a', 0.6, true, 2)];

describe('findThemeThresholds', () => {
  it('sets unsure yes verdicts aside that are mostly wrong, and proves it on other labels', () => {
    expect(findThemeThresholds(half, half)).toEqual([
      { theme: 'a', threshold: 0.9, fallen: { wrong: 12, right: 2 }, isProved: true },
    ]);
  });

  it('proves nothing by the labels that it chose by', () => {
    const other = [...yes('a', 0.9, true, 20), ...yes('a', 0.6, true, 12)];
    expect(findThemeThresholds(half, other)).toMatchObject([
      { threshold: 0.9, fallen: { wrong: 0, right: 12 }, isProved: false },
    ]);
    expect(findThemeThresholds(half, [])).toMatchObject([{ isProved: false }]);
  });

  it('leaves a theme alone whose unsure yes verdicts are right, or all of which are equally sure', () => {
    const right = [...yes('a', 0.9, true, 5), ...yes('a', 0.6, true, 5)];
    expect(findThemeThresholds(right, right)).toEqual([]);
    expect(findThemeThresholds(yes('a', 0.9, false, 9), [])).toEqual([]);
  });

  it('takes a theme for proved that is no better in at most 5 of 100 calibrations', () => {
    const random = seededRandom(3);
    const draw = () =>
      ['a', 'b', 'c', 'd', 'e'].flatMap((theme) =>
        Array.from({ length: 60 }, () => ({
          theme,
          confidence: Math.round(random() * 10) / 10,
          isRight: random() < 0.5,
        })),
      );
    const broken = Array.from({ length: 1000 }, () => findThemeThresholds(draw(), draw())).filter(
      (found) => found.some(({ isProved }) => isProved),
    ).length;
    expect(broken).toBeLessThanOrEqual(65);
    expect(broken).toBeGreaterThan(0);
  });
});
