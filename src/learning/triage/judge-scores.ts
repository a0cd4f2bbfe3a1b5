import { type Likelihood, probabilityOf } from '../likelihood.ts';

/** What makes a theme's scores an answer. */
export interface Terms {
  likelihood: Likelihood;
  /** From this probability on it is a yes. */
  threshold: number;
  /** Numbers of the themes that can't be true beside it. */
  excludes: readonly number[];
}

export interface Judgement {
  /** That the answer is yes, 0 to 1. */
  probability: number;
  isYes: boolean;
}

/** The best score of another theme; 0 where there is none. */
export function rivalOf(scores: ArrayLike<number>, theme: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let other = 0; other < scores.length; other++)
    if (other !== theme) best = Math.max(best, scores[other] ?? 0);
  return scores.length > 1 ? best : 0;
}

/**
 * Judges all themes of a text by their scores. Of themes that exclude each other the likelier one stands; where every
 * text has exactly one theme, the best score is it.
 */
export function judgeScores(
  scores: ArrayLike<number>,
  terms: readonly Terms[],
  isOneOfAll: boolean,
): Judgement[] {
  const [first, second] = bestTwo(scores);
  const judged = terms.map(({ likelihood, threshold }, theme) => {
    const rival = terms.length > 1 ? (scores[theme === first ? second : first] ?? 0) : 0;
    const probability = probabilityOf(likelihood, scores[theme] ?? 0, rival);
    return { probability, isYes: isOneOfAll ? theme === first : probability >= threshold };
  });
  if (isOneOfAll) return judged;
  const standing: number[] = [];
  const yes = [...judged.keys()].filter((theme) => judged[theme]?.isYes);
  for (const theme of yes.sort((one, other) => likelier(judged, one, other))) {
    const isExcluded = terms[theme]?.excludes.some((other) => standing.includes(other));
    if (!isExcluded) standing.push(theme);
  }
  return judged.map((one, theme) => ({ ...one, isYes: standing.includes(theme) }));
}

function likelier(judged: readonly Judgement[], one: number, other: number): number {
  return (judged[other]?.probability ?? 0) - (judged[one]?.probability ?? 0) || one - other;
}

function bestTwo(scores: ArrayLike<number>): [first: number, second: number] {
  let [first, second] = [0, 1];
  for (let theme = 1; theme < scores.length; theme++) {
    if ((scores[theme] ?? 0) > (scores[first] ?? 0)) [first, second] = [theme, first];
    else if (theme === 1 || (scores[theme] ?? 0) > (scores[second] ?? 0)) second = theme;
  }
  return [first, second];
}
