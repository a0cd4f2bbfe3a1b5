import type { Answers } from './answers.ts';
import { neighbours } from './neighbours.ts';

/** What may lie behind an agent's mistakes. */
export const causeNames = [
  ...(['position_bias', 'drift', 'by_length', 'by_language', 'by_column'] as const),
  ...(['after_a_yes', 'id_swap', 'neighbour_contamination', 'answers_another_theme'] as const),
];
export type CauseName = (typeof causeNames)[number];

/** Answers that a cause would spoil, set apart from the others. */
export interface Split {
  about: string;
  /** By answer: 1 where it is set apart, 0 where it is not, -1 where the cause says nothing about it. */
  sides: Int8Array;
  /** Of a drift: the first row of the part that is worse. */
  since?: number;
}

/** All splits that are tried for one cause. */
export interface Family {
  cause: CauseName;
  splits: readonly Split[];
  /** Chances to be wrong: fewer than splits where these overlap. */
  tries: number;
}

/** Fewer answers set apart say nothing. */
export const fewestApart = 15;
/** A docket has a beginning, a middle and an end from so many tickets on. */
const fewestPlaces = 4;

export function familiesOf(
  answers: Answers,
  themes: readonly string[],
  columns: readonly string[],
): Family[] {
  const { measure, theme } = answers;
  const [before, after] = [neighbours(answers, -1), neighbours(answers, 1)];
  const byOrder: Family[] = [positionFamily(answers), afterYesFamily(answers, before)];
  if (measure === 'answers') return byOrder;
  const byTicket = [lengthFamily(answers), languageFamily(answers), columnFamily(answers, columns)];
  const byLabel =
    measure === 'labels' && theme !== undefined
      ? [neighbourFamily(answers, before, after), otherThemeFamily(answers, themes)]
      : [];
  return [...byOrder, ...byTicket, ...byLabel].filter(({ splits }) => splits.length > 0);
}

/** Each answer's side, by where it stands among the agent's. */
function sidesOf({ subject }: Answers, isApart: (at: number) => boolean | undefined): Int8Array {
  const sides = new Int8Array(subject.length);
  for (let at = 0; at < sides.length; at++) {
    const side = isApart(at);
    sides[at] = side === undefined ? -1 : side ? 1 : 0;
  }
  return sides;
}

function positionFamily(answers: Answers): Family {
  const { place, docket, sizes } = answers;
  const shares = Float64Array.from(place, (own, at) => {
    const size = sizes[docket[at] ?? -1] ?? -1;
    return own < 0 || size < fewestPlaces ? -1 : own / (size - 1);
  });
  const part = (about: string, isIn: (share: number) => boolean): Split => ({
    about,
    sides: sidesOf(answers, (at) => {
      const share = shares[at] ?? -1;
      return share < 0 ? undefined : isIn(share);
    }),
  });
  const splits = [
    part('the second half of a call', (share) => share > 0.5),
    part('the last third of a call', (share) => share > 2 / 3),
    part('the last fifth of a call', (share) => share > 0.8),
    part('the first half of a call', (share) => share < 0.5),
    part('the first third of a call', (share) => share < 1 / 3),
    part('the first fifth of a call', (share) => share < 0.2),
    part('the middle of a call', (share) => share > 0.25 && share < 0.75),
  ];
  return { cause: 'position_bias', splits, tries: 5 };
}

/** A yes that draws another one behind it is no mistake where that one is right. */
function afterYesFamily(answers: Answers, before: Int32Array): Family {
  const { said, label } = answers;
  const sides = sidesOf(answers, (at) => {
    const other = said[before[at] ?? -1] ?? -1;
    return other === -1 ? undefined : other === 1 && label[at] !== 1;
  });
  return { cause: 'after_a_yes', splits: [{ about: 'the ticket after a yes', sides }], tries: 1 };
}

function neighbourFamily(answers: Answers, before: Int32Array, after: Int32Array): Family {
  const { label } = answers;
  const differs = (at: number, other: number | undefined) => {
    const others = label[other ?? -1] ?? -1;
    return others === -1 ? undefined : label[at] !== others;
  };
  const split = (about: string, isApart: (at: number) => boolean | undefined): Split => ({
    about,
    sides: sidesOf(answers, isApart),
  });
  const splits = [
    split('tickets whose neighbour before has the other label', (at) => differs(at, before[at])),
    split('tickets whose neighbour behind has the other label', (at) => differs(at, after[at])),
    split('tickets of which a neighbour has the other label', (at) => {
      const [one, other] = [differs(at, before[at]), differs(at, after[at])];
      return one === undefined ? other : one || other === true;
    }),
  ];
  return { cause: 'neighbour_contamination', splits, tries: 3 };
}

function otherThemeFamily(answers: Answers, themes: readonly string[]): Family {
  const { theme: own, subject, subjects, label } = answers;
  const splits = themes
    .filter((theme) => theme !== own)
    .map((theme): Split => {
      const others = subjects.labels(theme);
      const sides = sidesOf(answers, (at) => others[subject[at] ?? 0] !== label[at]);
      return { about: theme, sides };
    });
  return { cause: 'answers_another_theme', splits, tries: splits.length };
}

function lengthFamily(answers: Answers): Family {
  const { subject, subjects } = answers;
  const lengths = Int32Array.from(subject, (number) => subjects.lengths[number] ?? 0);
  const sorted = lengths.toSorted();
  const limitAt = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const splits = [
    ...[0.5, 0.67, 0.75, 0.9].map(limitAt).map((limit) => ({
      about: `tickets of more than ${limit} characters`,
      sides: sidesOf(answers, (at) => (lengths[at] ?? 0) > limit),
    })),
    ...[0.5, 0.33, 0.25, 0.1].map(limitAt).map((limit) => ({
      about: `tickets of less than ${limit} characters`,
      sides: sidesOf(answers, (at) => (lengths[at] ?? 0) < limit),
    })),
  ];
  return { cause: 'by_length', splits, tries: 6 };
}

function languageFamily(answers: Answers): Family {
  const { subject, subjects } = answers;
  const values = subjects.languages.values();
  const own = Array.from(subject, (number) => values[subjects.languages.of(number)]);
  const foreign = own.filter((language) => typeof language === 'string');
  const split = (about: string, isWanted: (language: string | null) => boolean): Split => ({
    about,
    sides: sidesOf(answers, (at) => {
      const language = own[at];
      return language === undefined ? undefined : isWanted(language);
    }),
  });
  const frequently = frequent(foreign);
  const splits = frequently.map((one) =>
    split(`tickets in ${one}`, (language) => language === one),
  );
  const isMore = foreign.some((language) => language !== frequently[0]);
  if (foreign.length >= fewestApart && isMore)
    splits.push(
      split('tickets in another language than the themes', (language) => language !== null),
    );
  return { cause: 'by_language', splits, tries: splits.length };
}

function columnFamily(answers: Answers, columns: readonly string[]): Family {
  const { subject, subjects } = answers;
  const splits = columns.flatMap((column, index) => {
    const cells = subjects.cells[index];
    const values = cells?.values() ?? [];
    const own = Int32Array.from(subject, (number) => cells?.of(number) ?? -1);
    return frequent(own)
      .filter((number) => values[number] !== undefined)
      .map((number): Split => {
        const value = values[number];
        return {
          about: `tickets with ${value === '' ? 'nothing' : `"${value}"`} in the column ${column}`,
          sides: sidesOf(answers, (at) => own[at] === number),
        };
      });
  });
  return { cause: 'by_column', splits, tries: splits.length };
}

function frequent<Value>(values: Iterable<Value>): Value[] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= fewestApart).map(([value]) => value);
}
