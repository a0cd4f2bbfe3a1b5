import { upperTail } from '../counts/compare-shares.ts';

/** The answers to one question: by person, and the model's. */
export interface AnnotatedUnit {
  people: ReadonlyMap<string, string>;
  model: string;
}

/** How the model compares with one person. */
interface Opponent {
  person: string;
  units: number;
  /** Share of the units on which the model agrees with the others at least as well as this person does. */
  model: number;
  /** The same of the person. */
  human: number;
  /** Whether the model is proved to be as good, all comparisons considered. */
  isBeaten: boolean;
}

export interface AlternativeAnnotator {
  opponents: Opponent[];
  /** Share of people that the model can stand in for: 0.5 and more passes. */
  winningRate: number;
  /** The mean chance that it does at least as well as a person, 0 to 1. */
  advantage: number;
}

/** The level at which all comparisons together are tested. */
const level = 0.05;

/**
 * Whether a model may stand in for a person (Calderon, Reichart and Dror 2025, arXiv 2501.10970): each
 * person is left out in turn, and the model has to agree with the others as well as that person, but
 * for what a person costs more. One-sided paired tests, corrected for their number (Benjamini and
 * Yekutieli 2001).
 * @param epsilon what a person may be better by, 0 to 1: 0.1 for crowd workers, 0.15 for trained people, 0.2 for experts
 */
export function alternativeAnnotator(
  units: readonly AnnotatedUnit[],
  epsilon: number,
): AlternativeAnnotator {
  const people = [...new Set(units.flatMap((unit) => [...unit.people.keys()]))].sort();
  const compared = people
    .map((person) => compareWith(person, units, epsilon))
    .filter(({ units }) => units > 1);
  const chances = compared.map(({ chance }) => chance);
  const beaten = rejectAll(chances);
  const opponents = compared.map(({ chance: _, ...opponent }, i) => ({
    ...opponent,
    isBeaten: beaten[i] ?? false,
  }));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    opponents,
    winningRate: mean(opponents.map(({ isBeaten }) => Number(isBeaten))),
    advantage: mean(opponents.map(({ model }) => model)),
  };
}

function compareWith(person: string, units: readonly AnnotatedUnit[], epsilon: number) {
  let [model, human, count, sum, squares] = [0, 0, 0, 0, 0];
  for (const unit of units) {
    const own = unit.people.get(person);
    const others = [...unit.people].filter(([other]) => other !== person);
    if (own === undefined || others.length === 0) continue;
    const agreeing = (answer: string) => others.filter(([, other]) => other === answer).length;
    const modelWins = agreeing(unit.model) >= agreeing(own);
    const humanWins = agreeing(own) >= agreeing(unit.model);
    const difference = Number(humanWins) - Number(modelWins);
    model += Number(modelWins);
    human += Number(humanWins);
    count += 1;
    sum += difference;
    squares += difference ** 2;
  }
  const mean = sum / count;
  const error = Math.sqrt((squares - count * mean ** 2) / (count - 1) / count);
  const distance = epsilon - mean;
  const chance =
    error > 0
      ? distance > 0
        ? upperTail(distance / error)
        : 1 - upperTail(-distance / error)
      : Number(distance <= 0);
  return { person, units: count, model: model / count, human: human / count, chance };
}

/** Which hypotheses fall at the level, whatever hangs together among them (Benjamini and Yekutieli 2001). */
function rejectAll(chances: readonly number[]): boolean[] {
  const count = chances.length;
  const harmonic = chances.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  const sorted = chances.toSorted((one, other) => one - other);
  const limits = sorted.map((chance, i) =>
    chance <= ((i + 1) * level) / (count * harmonic) ? chance : -1,
  );
  const largest = Math.max(-1, ...limits);
  return chances.map((chance) => chance <= largest);
}
