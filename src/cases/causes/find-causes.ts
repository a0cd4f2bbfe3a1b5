import {
  logMeanOf,
  type Stratum,
  stratifiedScore,
  stratifiedTail,
} from '../../evaluation/statistics/stratified-tail.ts';
import type { Answers, Measure } from './answers.ts';
import { chanceByLot, gainAsIs, type Lots } from './by-lot.ts';
import { driftSplits, driftTries } from './drift.ts';
import { sharesOf } from './shares.ts';
import { type CauseName, type Family, familiesOf, type Split } from './splits.ts';
import { codesOf, countAll, countStrata, floor, isLarge, ratesOf } from './strata.ts';
import { chanceOfPairs, gainOfPairs, gainOfSwaps, swappedPairs } from './swapped-pairs.ts';

/** What lies behind an agent's mistakes, by a test. */
export interface Cause {
  agent: string;
  cause: CauseName;
  /** The answers that it spoils, in words; of another theme its id. */
  about: string;
  /** What says that they are wrong; `answers`: only that there are more yes among them. */
  measure: Measure;
  /** Mistakes among the answers that it spoils, and among the others. */
  apart: { wrong: number; of: number };
  others: { wrong: number; of: number };
  /** Of a drift: the first row of the part that is worse. */
  since: number | undefined;
  /** The chance of such a difference anywhere in a run in which nothing is the cause. */
  chance: number;
}

/** The chance that a run without a cause has one named. */
const falseAlarms = 0.008;
/** What is far from certain by the tests one by one is so by lot, too; and of many mistakes these tell enough. */
const worthLots = { chance: 0.5, mistakes: 400 };
/** Causes of one agent. */
const mostCauses = 3;

/** An agent with fewer answers than it takes to see a difference of 20 points. */
export interface TooFew {
  agent: string;
  answers: number;
  needed: number;
}

const difference = { points: 0.2, deviations: 4.1 + 1.3 };

/** Agents about which too little is known to look for causes. */
export function tooFewOf(records: readonly Answers[]): TooFew[] {
  return records.flatMap((record) => {
    if (record.measure === 'answers') return [];
    const [answers, wrong] = [record.wrong.length, mistakesOf(record)];
    const rate = Math.min(0.5, Math.max(0.02, wrong / Math.max(1, answers)));
    const worse = rate + difference.points;
    const spread = rate * (1 - rate) + worse * (1 - worse);
    const needed = Math.ceil((2 * difference.deviations ** 2 * spread) / difference.points ** 2);
    return answers < needed ? [{ agent: record.agent, answers, needed }] : [];
  });
}

/** The causes that more than chance speaks for, the surest first; of each agent only what others don't explain. */
export function findCauses(
  records: readonly Answers[],
  { themes, columns }: { themes: readonly string[]; columns: readonly string[] },
): Cause[] {
  const shares = sharesOf(records, floor.mistakes);
  return records
    .flatMap((record, at) => {
      const share = shares[at] ?? 0;
      return share === 0 ? [] : causesOf(record, familiesWithDrift(record, themes, columns), share);
    })
    .sort((one, other) => one.chance - other.chance);
}

function mistakesOf({ wrong }: Answers): number {
  return wrong.reduce((sum, own) => sum + own, 0);
}

function familiesWithDrift(
  record: Answers,
  themes: readonly string[],
  columns: readonly string[],
): Family[] {
  const families = familiesOf(record, themes, columns);
  if (record.measure === 'answers') return families;
  const splits = driftSplits(record);
  const drift = { cause: 'drift' as const, splits, tries: driftTries };
  const swaps = { cause: 'id_swap' as const, splits: [], tries: 1 };
  return [...families, drift, ...(record.measure === 'labels' && record.theme ? [swaps] : [])];
}

/** A cause that was tried, and how much likelier the answers are by it. */
interface Tried {
  cause: Cause;
  split: Split | undefined;
  gain: number;
}

/** @param share of the false alarms that are allowed */
function causesOf(record: Answers, families: readonly Family[], share: number): Cause[] {
  const found: Tried[] = [];
  let left = families;
  while (found.length < mostCauses) {
    const isFirst = found.length === 0;
    const codes = codesOf(
      record,
      found.flatMap(({ split }) => split ?? []),
    );
    const tried = left
      .flatMap((family) => testOf(record, family, { codes, isFirst }) ?? [])
      .map((one) => withChance(one, Math.min(1, (one.cause.chance * left.length) / share)))
      .sort((one, other) => other.gain - one.gain);
    const best =
      tried.find(({ cause }) => cause.chance <= falseAlarms) ??
      foundByLot(tried[0], lotsOf(record, left, { codes, isFirst }), share);
    if (best === undefined) break;
    found.push(best);
    left = left.filter(
      ({ cause }) => cause !== best.cause.cause && !isRelated(cause, best.cause.cause),
    );
  }
  return found.map(({ cause }) => cause);
}

/** The most telling of what was tried, where it is so too among all that could have come by lot. */
function foundByLot(tried: Tried | undefined, lots: Lots, share: number): Tried | undefined {
  const mistakes = lots.codes.reduce((sum, code) => sum + (code & 1), 0);
  if (tried === undefined || tried.cause.chance > worthLots.chance) return undefined;
  if (mistakes > worthLots.mistakes) return undefined;
  const draws = Math.ceil(3 / (share * falseAlarms));
  const chance = chanceByLot(lots, gainAsIs(lots), draws) / share;
  return chance <= falseAlarms ? withChance(tried, chance) : undefined;
}

function withChance(tried: Tried, chance: number): Tried {
  return { ...tried, cause: { ...tried.cause, chance } };
}

/** All that is tried on an agent, to see how telling the most telling of it is by lot. */
function lotsOf(
  record: Answers,
  families: readonly Family[],
  { codes, isFirst }: { codes: Int32Array; isFirst: boolean },
): Lots {
  const triesSwaps = isFirst && families.some(({ cause }) => cause === 'id_swap');
  const step = stepOf(record);
  return {
    codes,
    step,
    fewest: floor.mistakes,
    splits: families.flatMap(({ splits, tries }) =>
      splits.map(({ sides }) => ({
        sides,
        start: -logMeanOf(countAll(codes, sides), step) - Math.log(tries),
      })),
    ),
    gainOf: triesSwaps ? gainOfSwaps(record, floor.mistakes) : () => 0,
  };
}

/** What a mistake tells of answers that are wrong in 20 points more than the agent's, as a logarithm of odds. */
function stepOf(record: Answers): number {
  const rate = Math.max(0.02, mistakesOf(record) / record.wrong.length);
  const worse = Math.min(0.98, rate + difference.points);
  return Math.log(worse / (1 - worse)) - Math.log(rate / (1 - rate));
}

/** Of these one shows as the other, too. */
const related: readonly (readonly CauseName[])[] = [
  ['id_swap', 'neighbour_contamination', 'after_a_yes'],
];

function isRelated(one: CauseName, other: CauseName): boolean {
  return related.some((names) => names.includes(one) && names.includes(other));
}

function testOf(
  record: Answers,
  family: Family,
  { codes, isFirst }: { codes: Int32Array; isFirst: boolean },
): Tried | undefined {
  if (family.cause === 'id_swap') return isFirst ? testSwaps(record) : undefined;
  let best: { split: Split; strata: Stratum[]; score: number } | undefined;
  for (const split of family.splits) {
    const strata = countStrata(codes, split.sides);
    const score = stratifiedScore(strata);
    if (isLarge(strata) && score > (best?.score ?? 0)) best = { split, strata, score };
  }
  if (best === undefined) return undefined;
  const { split, strata } = best;
  const chance = stratifiedTail(strata) * family.tries;
  const { agent, measure } = record;
  const cause: Cause = {
    agent,
    cause: family.cause,
    about: split.about,
    measure,
    ...ratesOf(strata),
    since: split.since,
    chance,
  };
  const step = stepOf(record);
  const gain =
    step * cause.apart.wrong -
    logMeanOf(countAll(codes, split.sides), step) -
    Math.log(family.tries);
  return { cause, split, gain };
}

function testSwaps(answers: Answers): Tried | undefined {
  const { agent, measure } = answers;
  const pairs = swappedPairs(answers);
  if (pairs.swapped < floor.mistakes) return undefined;
  const chance = chanceOfPairs(pairs);
  const cause: Cause = {
    agent,
    measure,
    cause: 'id_swap',
    since: undefined,
    chance,
    about: 'neighbours of which each has the other’s answer',
    apart: { wrong: 2 * pairs.swapped, of: 2 * pairs.pairs },
    others: pairs.others,
  };
  return { cause, split: undefined, gain: gainOfPairs(pairs) };
}
