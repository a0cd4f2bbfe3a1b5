import { expect, it } from 'vitest';
import { chanceByLot, gainAsIs, type Lots } from '../../../src/cases/causes/by-lot.ts';
import { countAll } from '../../../src/cases/causes/strata.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { logMeanOf } from '../../../src/evaluation/statistics/stratified-tail.ts';

const step = 1.5;

/** Answers of two groups, every fifth set apart by one split of two, and those wrong that are said to be. */
function lotsOf(isWrong: (at: number) => boolean): Lots {
  const codes = Int32Array.from({ length: 300 }, (_, at) => 2 * (at % 2) + (isWrong(at) ? 1 : 0));
  const splits = [(at: number) => at % 5 === 0, (at: number) => at > 150].map((isApart) => {
    const sides = Int8Array.from(codes, (_, at) => Number(isApart(at)));
    return { sides, start: -logMeanOf(countAll(codes, sides), step) };
  });
  return { codes, splits, step, gainOf: () => 0, fewest: 4 };
}
const chanceOf = (lots: Lots, most = 2000) => chanceByLot(lots, gainAsIs(lots), most);

it('is small where mistakes stand together, and not where they fall anywhere', () => {
  expect(chanceOf(lotsOf((at) => at % 5 === 0 && at % 3 === 0))).toBeLessThan(0.001);
  expect(chanceOf(lotsOf((at) => at % 7 === 0))).toBeGreaterThan(0.1);
});

it('is as small as it says: of runs by lot one in twenty is among the most telling twentieth', () => {
  const random = seededRandom(3);
  const chances = Array.from({ length: 200 }, () =>
    chanceOf(
      lotsOf(() => random() < 0.15),
      200,
    ),
  );
  const few = chances.filter((chance) => chance <= 0.05).length;
  expect(few).toBeGreaterThan(0);
  expect(few).toBeLessThan(20);
});

it('ends early where it comes to nothing', () => {
  let draws = 0;
  const lots = lotsOf((at) => at % 7 === 0);
  chanceOf({ ...lots, gainOf: () => ++draws && 0 }, 100_000);
  expect(draws).toBeLessThan(1000);
});
