/** How often the 95 % interval of a count holds the truth, over many draws of the labels. */

import { seededRandom } from '../../../src/domain/random.ts';
import { chancesOf, drawSample } from '../../../src/evaluation/counts/draw-sample.ts';
import {
  estimateShare,
  type LabelledTicket,
} from '../../../src/evaluation/counts/estimate-share.ts';
import type { RecordedQuestion } from './recorded.ts';

/** Labels of a draw: of the restaurant's and the articles' questions by theme a part, as those are few. */
const labelsOf = { cebab: 100, framing: 200, banking77: 500, simulated: 200 };
const leastExpected = 5;

export interface Coverage {
  question: RecordedQuestion;
  /** Share of the draws whose interval holds the truth, 0 to 1. */
  covered: number;
  /** Mean width of the intervals against those by labels alone; the widest of any draw. */
  width: number;
  widest: number;
  /** Share of labels that are saved: so many fewer would do as well as labels alone. */
  saved: number;
}

/** Questions with at least 5 yes and 5 no to be expected among the labels; weighted as `sample` draws, or uniformly. */
export function measureCoverage(
  questions: readonly RecordedQuestion[],
  draws: number,
  isWeighted: boolean,
): Coverage[] {
  return questions.flatMap((question) => {
    const tickets = question.labels.length;
    const few = ['cebab', 'framing'].includes(question.set) && question.theme !== 'all';
    const labels = few ? Math.round(tickets / 2) : labelsOf[question.set];
    const yes = count(question.labels);
    const expected = (labels / tickets) * Math.min(yes, tickets - yes);
    return expected < leastExpected ? [] : [cover(question, labels, draws, isWeighted)];
  });
}

function cover(
  question: RecordedQuestion,
  labels: number,
  draws: number,
  isWeighted: boolean,
): Coverage {
  const { said, labels: truth } = question;
  const tickets = truth.length;
  const share = count(truth) / tickets;
  const counted = { tickets, said: count(said) };
  const { chances, samples } = isWeighted
    ? drawOnce(question.drawable, () => chancesOf(question.drawable, labels), draws)
    : drawOnce(`${labels} of ${tickets}`, () => truth.map(() => labels / tickets), draws);
  const answers = truth.map(
    (label, i): LabelledTicket => ({ label, said: said[i] ?? false, chance: chances[i] ?? 1 }),
  );
  const alone = answers.map(
    ({ label, chance }): LabelledTicket => ({ label, said: false, chance }),
  );
  let covered = 0;
  let [width, unhelped, widest] = [0, 0, 0];
  for (const places of samples) {
    const { low, high } = estimateShare(pick(answers, places), counted);
    const other = estimateShare(pick(alone, places), { tickets, said: 0 });
    covered += Number(low - 1e-12 <= share && share <= high + 1e-12);
    width += high - low;
    unhelped += other.high - other.low;
    widest = Math.max(widest, (high - low) / (other.high - other.low));
  }
  return {
    question,
    covered: covered / draws,
    width: width / unhelped,
    widest,
    saved: 1 - (width / unhelped) ** 2,
  };
}

function pick<Value>(values: readonly Value[], places: readonly number[]): Value[] {
  const picked: Value[] = [];
  for (const place of places) picked.push(values[place] as Value);
  return picked;
}

interface Drawn {
  chances: number[];
  samples: number[][];
}

/** A run's themes share a sample, as they do where `sample` draws it; so do all even draws of a size. */
const known = new Map<unknown, Drawn>();

function drawOnce(key: unknown, chancesOf: () => number[], draws: number): Drawn {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size > 30) known.clear();
  const random = seededRandom(11);
  const chances = chancesOf();
  const samples = Array.from({ length: draws }, () => drawSample(chances, chances.map(random)));
  const drawn = { chances, samples };
  known.set(key, drawn);
  return drawn;
}

function count(values: readonly boolean[]): number {
  return values.filter(Boolean).length;
}
