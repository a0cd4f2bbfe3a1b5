/** How often a month's count is said to have risen where nothing did, and where something did. */

import { seededRandom } from '../../../src/domain/random.ts';
import {
  compareShares,
  correctForMany,
  ofTicketsLikeThese,
} from '../../../src/evaluation/counts/compare-shares.ts';

const months = 12;
const themes = 9;
const tickets = 1000;
const level = 0.05;
const shares = [0.02, 0.05, 0.08, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4];

/** Share of simulated series in which some theme's last month is said to differ from those before it. */
export function measureAlarms(series: number, step: number): { any: number; planted: number } {
  const random = seededRandom(21);
  let [any, planted] = [0, 0];
  for (let i = 0; i < series; i++) {
    const chances = Array.from({ length: themes }, (_, theme) => {
      const share = shares[theme] ?? 0.1;
      const risen = theme === i % themes ? share + step : share;
      const before = draw(random, (months - 1) * tickets, share);
      const last = draw(random, tickets, risen);
      return compareShares(
        ofTicketsLikeThese(before, 0, (months - 1) * tickets),
        ofTicketsLikeThese(last, 0, tickets),
      ).chance;
    });
    const corrected = correctForMany(chances);
    any += Number(corrected.some((chance) => chance <= level));
    planted += Number((corrected[i % themes] ?? 1) <= level);
  }
  return { any: any / series, planted: planted / series };
}

function draw(random: () => number, count: number, share: number): number {
  let yes = 0;
  for (let i = 0; i < count; i++) yes += Number(random() < share);
  return yes / count;
}
