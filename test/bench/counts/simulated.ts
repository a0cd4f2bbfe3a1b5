/** Themes and models that nobody tuned anything on: how common, how often and which way wrong is drawn by chance. */
import { seededRandom } from '../../../src/domain/random.ts';
import { doubtByChance, type RecordedQuestion } from './recorded.ts';

export function simulatedQuestions(count: number): RecordedQuestion[] {
  const random = seededRandom(2020);
  return Array.from({ length: count }, (_, theme) => {
    const share = 0.02 + 0.5 * random() ** 2;
    const [missed, invented] = [0.6 * random() ** 2, 0.2 * random() ** 3];
    const labels = Array.from({ length: 1000 + (theme % 5) * 500 }, () => random() < share);
    const said = labels.map((label) => (label ? random() >= missed : random() < invented));
    return {
      set: 'simulated',
      theme: String(theme),
      model: 'simulated',
      said,
      labels,
      drawable: doubtByChance(said, labels),
    };
  });
}
