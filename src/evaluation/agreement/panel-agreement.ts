import { type Share, wilson } from '../statistics/wilson.ts';

/** Answers of a panel to the same kind of question: yes, no, or nothing from a model that gave none. */
export interface Pattern {
  answers: readonly (boolean | undefined)[];
  /** What a person says; nothing where nobody does. */
  label: boolean | undefined;
  count: number;
}

/** How often two models of a panel say the same, whatever is right. */
export interface PairAgreement {
  models: [number, number];
  questions: number;
  /** 0 to 1. */
  agreement: number;
  /** Of the labelled questions that the one or the other got wrong, the share that both did; null without any. */
  sharedErrors: Share | null;
}

/** A model against labels: null where there is no label to measure by. */
export interface LabelledRates {
  labelled: number;
  /** Of the questions labelled yes, the share that it says yes to. */
  found: Share | null;
  /** Of the questions labelled no, the share that it says yes to. */
  falseYes: Share | null;
}

/** How each model of a panel does by labels, with 95 % intervals. */
export function ratesByLabels(patterns: readonly Pattern[], models: number): LabelledRates[] {
  return Array.from({ length: models }, (_, model) => {
    const sum = (label: boolean, answer?: boolean) =>
      total(
        patterns,
        (one) =>
          one.label === label &&
          one.answers[model] !== undefined &&
          (answer === undefined || one.answers[model] === answer),
      );
    return {
      labelled: sum(true) + sum(false),
      found: wilson(sum(true, true), sum(true)) ?? null,
      falseYes: wilson(sum(false, true), sum(false)) ?? null,
    };
  });
}

/** How far each two models of a panel agree, and err together where labels show it. */
export function pairAgreements(patterns: readonly Pattern[], models: number): PairAgreement[] {
  const pairs: PairAgreement[] = [];
  for (let one = 0; one < models; one++)
    for (let other = one + 1; other < models; other++) {
      const both = patterns.filter(
        ({ answers }) => answers[one] !== undefined && answers[other] !== undefined,
      );
      const questions = total(both, () => true);
      if (questions === 0) continue;
      const labelled = both.filter(({ label }) => label !== undefined);
      const isWrong = ({ answers, label }: Pattern, model: number) => answers[model] !== label;
      const either = total(labelled, (two) => isWrong(two, one) || isWrong(two, other));
      const shared = total(labelled, (two) => isWrong(two, one) && isWrong(two, other));
      pairs.push({
        models: [one, other],
        questions,
        agreement: total(both, ({ answers }) => answers[one] === answers[other]) / questions,
        sharedErrors: wilson(shared, either) ?? null,
      });
    }
  return pairs;
}

function total(patterns: readonly Pattern[], isCounted: (pattern: Pattern) => boolean): number {
  return patterns.reduce((sum, one) => sum + (isCounted(one) ? one.count : 0), 0);
}
