/** How often the 95 % interval of a count holds the truth, over many draws of the labels. */

import { seededRandom } from '../../../src/domain/random.ts';
import { chancesOf, drawSample } from '../../../src/evaluation/counts/draw-sample.ts';
import {
  estimateShare,
  type LabelledTicket,
} from '../../../src/evaluation/counts/estimate-share.ts';
import type { RecordedQuestion } from './recorded.ts';

/** Labels of a draw: of the restaurant's and the articles' questions by theme a part, as those are few. */
const labelsOf = { cebab: 100, framing: 200, banking77: 500 };
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
    const few = question.set !== 'banking77' && question.theme !== 'all';
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
  const random = seededRandom(11);
  const doubts = seededRandom(12);
  const chances = isWeighted
    ? chancesOf(
        // Nobody recorded a confidence: doubt is by chance, higher where model and people differ.
        said.map((yes, i) => ({
          doubt: (yes === truth[i] ? 0.2 : 0.6) * doubts(),
          themes: yes ? ['it'] : [],
        })),
        labels,
      )
    : truth.map(() => labels / tickets);
  let covered = 0;
  let [width, alone, widest] = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const labelled = drawSample(chances, chances.map(random)).map(
      (place): LabelledTicket => ({
        label: truth[place] ?? false,
        said: said[place] ?? false,
        chance: chances[place] ?? 1,
      }),
    );
    const helped = estimateShare(labelled, counted);
    const unhelped = estimateShare(
      labelled.map((ticket) => ({ ...ticket, said: false })),
      { tickets, said: 0 },
    );
    covered += Number(helped.low - 1e-12 <= share && share <= helped.high + 1e-12);
    width += helped.high - helped.low;
    alone += unhelped.high - unhelped.low;
    widest = Math.max(widest, (helped.high - helped.low) / (unhelped.high - unhelped.low));
  }
  return {
    ...{ question, covered: covered / draws, width: width / alone, widest },
    saved: 1 - (width / alone) ** 2,
  };
}

function count(values: readonly boolean[]): number {
  return values.filter(Boolean).length;
}
