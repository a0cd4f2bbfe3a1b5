/** Whether thresholds that labels proved hold on tickets that nobody labelled. */
import { findThemeThresholds } from '../../../src/calibration/theme-thresholds.ts';
import { sample, seededRandom } from '../../../src/domain/random.ts';
import { recordedConfidences } from './recorded.ts';

const labels = 1000;
const draws = 20;

export interface MeasuredThresholds {
  model: string;
  /** Thresholds that the labels proved, in all draws; of them those that set more wrong than right aside elsewhere. */
  proved: number;
  kept: number;
  /** Yes verdicts that fall on the other tickets, a draw. */
  wrong: number;
  right: number;
}

export function measureThresholds(): MeasuredThresholds[] {
  return recordedConfidences().map(({ model, yes }) => {
    const random = seededRandom(5);
    const sum = { proved: 0, kept: 0, wrong: 0, right: 0 };
    for (let draw = 0; draw < draws; draw++) {
      const mixed = sample(random, yes, yes.length);
      const [first, second] = [mixed.slice(0, labels), mixed.slice(labels, 2 * labels)];
      for (const found of findThemeThresholds(first, second)) {
        if (!found.isProved) continue;
        const fallen = mixed
          .slice(2 * labels)
          .filter(({ theme, confidence }) => theme === found.theme && confidence < found.threshold);
        const wrong = fallen.filter(({ isRight }) => !isRight).length;
        sum.proved += 1;
        sum.kept += Number(2 * wrong >= fallen.length);
        sum.wrong += wrong / draws;
        sum.right += (fallen.length - wrong) / draws;
      }
    }
    return {
      model,
      proved: sum.proved,
      kept: sum.kept,
      wrong: Math.round(sum.wrong),
      right: Math.round(sum.right),
    };
  });
}
