import type { Example, Subject } from './example.ts';
import type { Counts } from './features.ts';
import { fitThemes } from './fit-themes.ts';
import { bestThreshold, fitLikelihood, probabilityOf, type Scored } from './likelihood.ts';
import { rarityOf } from './rarity.ts';
import { judgeScores, rivalOf, type Terms } from './triage/judge-scores.ts';

/** How a theme fares on texts that it was not learned from; null where nothing could be measured. */
export interface Tested {
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

export interface Lesson {
  subjects: readonly Subject[];
  examples: readonly Example[];
  counts: readonly Counts[];
  /** What the themes themselves say. */
  told: readonly Counts[];
  excludes: readonly (readonly number[])[];
  isOneOfAll: boolean;
}

/** Where there are many texts, fewer folds say as much. */
const folds = { few: 5, many: 3, from: 5000 };

/**
 * Scores every text by a model that has not seen it, and finds from these scores when a theme is a yes. For the test
 * even that is found without the texts that are tested.
 */
export function crossValidate(
  lesson: Lesson,
  random: () => number,
): { terms: Terms[]; tested: Tested[] } {
  const { subjects, examples, isOneOfAll } = lesson;
  const count = examples.length < folds.from ? folds.few : folds.many;
  const foldOf = drawFolds(examples, count, random);
  const scores = scoreUnseen(lesson, foldOf, count, random);
  const all = [...examples.keys()];
  const hits = subjects.map(() => ({ right: 0, said: 0, asked: 0 }));
  for (let fold = 0; fold < count; fold++) {
    const others = all.filter((at) => foldOf[at] !== fold);
    const terms = findTerms(lesson, scores, others);
    for (const at of all.filter((one) => foldOf[one] === fold)) {
      const judged = judgeScores(scores[at] ?? [], terms, isOneOfAll);
      for (const [theme, { id }] of subjects.entries()) {
        const answer = examples[at]?.answers.get(id);
        const hit = hits[theme];
        if (answer === undefined || hit === undefined) continue;
        const isYes = judged[theme]?.isYes === true;
        hit.said += isYes ? 1 : 0;
        hit.asked += answer ? 1 : 0;
        hit.right += isYes && answer ? 1 : 0;
      }
    }
  }
  return {
    terms: findTerms(lesson, scores, all),
    tested: hits.map(({ right, said, asked }) => ({
      precision: said === 0 ? null : right / said,
      recall: asked === 0 ? null : right / asked,
      f1: said + asked === 0 ? null : (2 * right) / (said + asked),
    })),
  };
}

/** Texts that read the same share a fold. */
function drawFolds(examples: readonly Example[], count: number, random: () => number): number[] {
  const drawn = new Map<string, number>();
  return examples.map(({ text }) => {
    const fold = drawn.get(text) ?? Math.floor(random() * count);
    drawn.set(text, fold);
    return fold;
  });
}

/** By text, then by theme. */
function scoreUnseen(
  { subjects, examples, counts, told }: Lesson,
  foldOf: readonly number[],
  count: number,
  random: () => number,
): Float32Array[] {
  const scores = examples.map(() => new Float32Array(subjects.length));
  for (let fold = 0; fold < count; fold++) {
    const seen = [...examples.keys()].filter((at) => foldOf[at] !== fold);
    const unseen = [...examples.keys()].filter((at) => foldOf[at] === fold);
    const rarity = rarityOf([...seen.map((at) => counts[at] as Counts), ...told]);
    const weigh = (at: number) => rarity.weigh(counts[at] as Counts);
    const part = {
      examples: seen.map((at) => examples[at] as Example),
      vectors: seen.map(weigh),
    };
    const tested = unseen.map(weigh);
    const words = told.map((own) => rarity.weigh(own));
    let theme = 0;
    for (const { learner } of fitThemes(subjects, part, words, random)) {
      for (const [place, at] of unseen.entries()) {
        const own = scores[at];
        const vector = tested[place];
        if (own !== undefined && vector !== undefined) own[theme] = learner.score(vector);
      }
      theme += 1;
    }
  }
  return scores;
}

function findTerms(
  { subjects, examples, excludes }: Lesson,
  scores: readonly Float32Array[],
  among: readonly number[],
): Terms[] {
  const scored = subjects.map(({ id }, theme): Scored => {
    const answered = among.filter((at) => examples[at]?.answers.has(id));
    return {
      own: answered.map((at) => scores[at]?.[theme] ?? 0),
      rival: answered.map((at) => rivalOf(scores[at] ?? [], theme)),
      isYes: answered.map((at) => examples[at]?.answers.get(id) === true),
    };
  });
  const common = fitLikelihood({
    own: scored.flatMap(({ own }) => own),
    rival: scored.flatMap(({ rival }) => rival),
    isYes: scored.flatMap(({ isYes }) => isYes),
  });
  return scored.map((own, theme) => {
    const likelihood = fitLikelihood(own, common);
    const probabilities = own.own.map((score, at) =>
      probabilityOf(likelihood, score, own.rival[at] ?? 0),
    );
    const threshold = bestThreshold(probabilities);
    return { likelihood, threshold, excludes: excludes[theme] ?? [] };
  });
}
