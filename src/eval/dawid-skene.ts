/** Questions that every judge answered in the same way. */
export interface Pattern {
  /** Questions of one group have their yes equally often: one theme's. */
  group: string;
  /** One answer for each judge, nothing where it gave none. */
  answers: readonly (boolean | undefined)[];
  count: number;
}

export interface JudgeEstimate {
  /** The shares of true yes and true no that the judge finds, 0 to 1. */
  sensitivity: number;
  specificity: number;
}

export interface PanelEstimate {
  judges: JudgeEstimate[];
  /** The share of yes by group. */
  prevalence: Map<string, number>;
}

const mostRounds = 2000;
/** Keeps every estimate off 0 and 1: as if each judge had been right once and wrong once before. */
const prior = 1;

/**
 * How good each judge is where nobody knows the right answers, by expectation and maximisation
 * (A. P. Dawid, A. M. Skene, 1979): answers are taken for independent given the right one, and most
 * judges for better than a coin. Below three judges there are many solutions: nothing then.
 */
export function dawidSkene(
  patterns: readonly Pattern[],
  judges: number,
): PanelEstimate | undefined {
  if (judges < 3 || patterns.length === 0) return undefined;
  let chances = patterns.map(({ answers }) => shareOfYes(answers));
  let estimate = maximise(patterns, chances, judges);
  for (let round = 0; round < mostRounds; round++) {
    chances = patterns.map((pattern) => chanceOfYes(pattern, estimate));
    const next = maximise(patterns, chances, judges);
    const moved = Math.max(
      ...next.judges.map(({ sensitivity, specificity }, index) =>
        Math.max(
          Math.abs(sensitivity - (estimate.judges[index]?.sensitivity ?? 0)),
          Math.abs(specificity - (estimate.judges[index]?.specificity ?? 0)),
        ),
      ),
    );
    estimate = next;
    if (moved < 1e-7) break;
  }
  return estimate;
}

function shareOfYes(answers: Pattern['answers']): number {
  const given = answers.filter((answer) => answer !== undefined);
  return given.length === 0 ? 0.5 : given.filter(Boolean).length / given.length;
}

function chanceOfYes({ group, answers }: Pattern, { judges, prevalence }: PanelEstimate): number {
  const share = prevalence.get(group) ?? 0.5;
  let yes = Math.log(share);
  let no = Math.log1p(-share);
  for (const [index, answer] of answers.entries()) {
    const judge = judges[index];
    if (answer === undefined || judge === undefined) continue;
    yes += Math.log(answer ? judge.sensitivity : 1 - judge.sensitivity);
    no += Math.log(answer ? 1 - judge.specificity : judge.specificity);
  }
  return 1 / (1 + Math.exp(no - yes));
}

function maximise(
  patterns: readonly Pattern[],
  chances: readonly number[],
  count: number,
): PanelEstimate {
  const judges = Array.from({ length: count }, () => ({
    ...{ yes: 2 * prior, foundYes: prior, no: 2 * prior, foundNo: prior },
  }));
  const groups = new Map<string, { yes: number; all: number }>();
  for (const [index, { group, answers, count: weight }] of patterns.entries()) {
    const chance = chances[index] ?? 0;
    const known = groups.get(group) ?? { yes: prior, all: 2 * prior };
    known.yes += weight * chance;
    known.all += weight;
    groups.set(group, known);
    for (const [judge, answer] of answers.entries()) {
      const seen = judges[judge];
      if (answer === undefined || seen === undefined) continue;
      seen.yes += weight * chance;
      seen.no += weight * (1 - chance);
      if (answer) seen.foundYes += weight * chance;
      else seen.foundNo += weight * (1 - chance);
    }
  }
  return {
    judges: judges.map(({ yes, foundYes, no, foundNo }) => ({
      sensitivity: foundYes / yes,
      specificity: foundNo / no,
    })),
    prevalence: new Map([...groups].map(([group, { yes, all }]) => [group, yes / all])),
  };
}

/** Two judges, and how often they agree. */
export interface PairAgreement {
  judges: [number, number];
  questions: number;
  observed: number;
  /** By the estimates, where their errors have nothing to do with one another. */
  expected: number;
  isCorrelated: boolean;
}

/** Standard errors, and a share, by which agreement has to pass what is expected. */
const surprising = 3;
const telling = 0.01;

/**
 * Whether judges err together: pairs that agree more often than independent errors would make them.
 * Three judges over one group fit any agreement; there it can't show.
 */
export function pairAgreements(
  patterns: readonly Pattern[],
  { judges, prevalence }: PanelEstimate,
): PairAgreement[] {
  return judges.flatMap((first, one) =>
    judges.slice(one + 1).map((second, offset): PairAgreement => {
      const other = one + 1 + offset;
      let questions = 0;
      let agreed = 0;
      let expected = 0;
      for (const { group, answers, count } of patterns) {
        if (answers[one] === undefined || answers[other] === undefined) continue;
        questions += count;
        if (answers[one] === answers[other]) agreed += count;
        expected += count * agreementOf(first, second, prevalence.get(group) ?? 0.5);
      }
      const [observed, chance] = [agreed, expected].map(
        (part) => part / Math.max(1, questions),
      ) as [number, number];
      const error = Math.sqrt((chance * (1 - chance)) / Math.max(1, questions));
      return {
        ...{ judges: [one, other], questions, observed, expected: chance },
        isCorrelated: observed - chance > Math.max(telling, surprising * error),
      };
    }),
  );
}

function agreementOf(first: JudgeEstimate, second: JudgeEstimate, prevalence: number): number {
  const both = (one: number, other: number) => one * other + (1 - one) * (1 - other);
  return (
    prevalence * both(first.sensitivity, second.sensitivity) +
    (1 - prevalence) * both(first.specificity, second.specificity)
  );
}
