import type { Reading } from './triage/online-scorer.ts';

/** What is read of a text's scores for each theme: so many numbers. */
export const clueCount = 7;
/** How firmly each clue's weight keeps to what was known before. */
export const clueFirmness = [20, 20, 20, 20, 20, 20, 4] as const;
/** What the clues weigh before anything is known. */
export const firstWeights = Float64Array.of(1, 0, 0, 0, 0, 0, 0);

/** A young learner's scores may be far out. */
const mostScore = 12;

/**
 * Turns the scores of a text into clues for each theme: its own score, the best and the second best of the others, how
 * many others are likely to be a yes, and 1. The others tell where themes come alone, or never alone.
 */
export function readClues({
  scores,
  closeness,
}: Pick<Reading, 'scores' | 'closeness'>): Float32Array {
  const clues = new Float32Array(scores.length * clueCount);
  let [first, runner, third] = [-mostScore, -mostScore, -mostScore];
  let all = 0;
  const [close, closer] = bestTwo(closeness);
  for (let theme = 0; theme < scores.length; theme++) {
    const score = bound(scores[theme] ?? 0);
    all += 1 / (1 + Math.exp(-score));
    if (score > first) [first, runner, third] = [score, first, runner];
    else if (score > runner) [runner, third] = [score, runner];
    else if (score > third) third = score;
  }
  for (let theme = 0; theme < scores.length; theme++) {
    const score = bound(scores[theme] ?? 0);
    const [best, next] =
      score === first ? [runner, third] : [first, score === runner ? third : runner];
    const own = closeness[theme] ?? 0;
    const others = all - 1 / (1 + Math.exp(-score));
    const rival = own === closer ? close : closer;
    clues.set([score, best, next, others, own, rival, 1], theme * clueCount);
  }
  return clues;
}

function bestTwo(values: ArrayLike<number>): [second: number, first: number] {
  let [first, second] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (value > first) [first, second] = [value, first];
    else if (value > second) second = value;
  }
  return [second, first];
}

function bound(score: number): number {
  return Math.max(-mostScore, Math.min(mostScore, score));
}
