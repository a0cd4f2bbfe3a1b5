import type { Observation, Record } from './observation.ts';

/** What may lie behind an agent's mistakes. */
export type CauseName =
  | 'position_bias'
  | 'drift'
  | 'by_length'
  | 'by_language'
  | 'by_column'
  | 'after_a_yes'
  | 'id_swap'
  | 'neighbour_contamination'
  | 'answers_another_theme';

/** Answers that a cause would spoil, set apart from the others. Nothing for those that it says nothing about. */
export interface Split {
  about: string;
  isApart: (observation: Observation) => boolean | undefined;
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
const mostValues = 20;

export function familiesOf(
  record: Record,
  themes: readonly string[],
  columns: readonly string[],
): Family[] {
  const { observations, measure } = record;
  const byOrder: Family[] = [positionFamily(), afterYesFamily(observations)];
  if (measure === 'answers') return byOrder;
  const byTicket = [
    lengthFamily(observations),
    languageFamily(observations),
    columnFamily(observations, columns),
  ];
  const byLabel =
    measure === 'labels' && record.theme !== undefined
      ? [neighbourFamily(observations), otherThemeFamily(record, themes)]
      : [];
  return [...byOrder, ...byTicket, ...byLabel].filter(({ splits }) => splits.length > 0);
}

function positionFamily(): Family {
  const part = (about: string, isIn: (share: number) => boolean): Split => ({
    about,
    isApart: ({ place, size }) =>
      place === undefined || size === undefined || size < fewestPlaces
        ? undefined
        : isIn(place / (size - 1)),
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

function afterYesFamily(observations: readonly Observation[]): Family {
  const before = neighbours(observations, -1);
  const isApart = (one: Observation) => before.get(one)?.said;
  const splits = [{ about: 'the ticket after a yes', isApart }];
  return { cause: 'after_a_yes', splits, tries: 1 };
}

function neighbourFamily(observations: readonly Observation[]): Family {
  const before = neighbours(observations, -1);
  const after = neighbours(observations, 1);
  const differs = (one: Observation, other: Observation | undefined) =>
    other?.label === undefined || one.label === undefined ? undefined : other.label !== one.label;
  const splits: Split[] = [
    {
      about: 'tickets whose neighbour before has the other label',
      isApart: (one) => differs(one, before.get(one)),
    },
    {
      about: 'tickets whose neighbour behind has the other label',
      isApart: (one) => differs(one, after.get(one)),
    },
    {
      about: 'tickets of which a neighbour has the other label',
      isApart: (one) => {
        const both = [differs(one, before.get(one)), differs(one, after.get(one))];
        return both.every((known) => known === undefined) ? undefined : both.includes(true);
      },
    },
  ];
  return { cause: 'neighbour_contamination', splits, tries: 3 };
}

function otherThemeFamily({ theme: own }: Record, themes: readonly string[]): Family {
  const splits = themes
    .filter((theme) => theme !== own)
    .map((theme) => ({
      about: theme,
      isApart: ({ subject: { gold }, label }: Observation) =>
        gold === undefined ? undefined : gold.includes(theme) !== label,
    }));
  return { cause: 'answers_another_theme', splits, tries: splits.length };
}

function lengthFamily(observations: readonly Observation[]): Family {
  const lengths = observations.map(({ subject }) => subject.length).sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  const splits = [
    ...[0.5, 0.67, 0.75, 0.9].map((share) => {
      const limit = at(share);
      const isApart = ({ subject }: Observation) => subject.length > limit;
      return { about: `tickets of more than ${limit} characters`, isApart };
    }),
    ...[0.5, 0.33, 0.25, 0.1].map((share) => {
      const limit = at(share);
      const isApart = ({ subject }: Observation) => subject.length < limit;
      return { about: `tickets of less than ${limit} characters`, isApart };
    }),
  ];
  return { cause: 'by_length', splits, tries: 6 };
}

function languageFamily(observations: readonly Observation[]): Family {
  const languages = frequent(observations.map(({ subject }) => subject.language));
  const splits = languages.map((language) => ({
    about: `tickets in ${language}`,
    isApart: ({ subject }: Observation) => subject.language === language,
  }));
  const isForeign = ({ subject }: Observation) => subject.language !== undefined;
  if (observations.filter(isForeign).length >= fewestApart)
    splits.push({ about: 'tickets in another language than the themes', isApart: isForeign });
  return { cause: 'by_language', splits, tries: splits.length };
}

function columnFamily(observations: readonly Observation[], columns: readonly string[]): Family {
  const splits = columns.flatMap((column, index) => {
    const cells = observations.map(({ subject }) => subject.cells[index]);
    if (new Set(cells).size > mostValues) return [];
    return frequent(cells).map((value) => ({
      about: `tickets with ${value === '' ? 'nothing' : `"${value}"`} in the column ${column}`,
      isApart: ({ subject }: Observation) => subject.cells[index] === value,
    }));
  });
  return { cause: 'by_column', splits, tries: splits.length };
}

function frequent(values: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= fewestApart).map(([value]) => value);
}

/** By answer, the answer about the ticket so many places behind it in the same docket. */
export function neighbours(
  observations: readonly Observation[],
  step: -1 | 1,
): Map<Observation, Observation> {
  const byPlace = new Map<string, Observation>();
  const keyOf = (docket: string, place: number) => `${place} ${docket}`;
  for (const one of observations)
    if (one.docket !== undefined && one.place !== undefined)
      byPlace.set(keyOf(one.docket, one.place), one);
  const found = new Map<Observation, Observation>();
  for (const one of observations) {
    if (one.docket === undefined || one.place === undefined) continue;
    const other = byPlace.get(keyOf(one.docket, one.place + step));
    if (other !== undefined) found.set(one, other);
  }
  return found;
}
