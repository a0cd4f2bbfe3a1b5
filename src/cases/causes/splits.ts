import type { Observation, Record } from './observation.ts';

/** What may lie behind an agent's mistakes. */
export const causeNames = [
  ...(['position_bias', 'drift', 'by_length', 'by_language', 'by_column'] as const),
  ...(['after_a_yes', 'id_swap', 'neighbour_contamination', 'answers_another_theme'] as const),
];
export type CauseName = (typeof causeNames)[number];

/** Answers that a cause would spoil, set apart from the others. Nothing for those that it says nothing about. */
export interface Split {
  about: string;
  /** By where an answer stands among the agent's. */
  isApart: (at: number) => boolean | undefined;
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
const mostValues = 20;

export function familiesOf(
  record: Record,
  themes: readonly string[],
  columns: readonly string[],
): Family[] {
  const { observations, measure, theme } = record;
  const [before, after] = [neighbours(observations, -1), neighbours(observations, 1)];
  const byOrder: Family[] = [positionFamily(observations), afterYesFamily(observations, before)];
  if (measure === 'answers') return byOrder;
  const byTicket = [
    lengthFamily(observations),
    languageFamily(observations),
    columnFamily(observations, columns),
  ];
  const byLabel =
    measure === 'labels' && theme !== undefined
      ? [neighbourFamily(observations, before, after), otherThemeFamily(record, themes)]
      : [];
  return [...byOrder, ...byTicket, ...byLabel].filter(({ splits }) => splits.length > 0);
}

function positionFamily(observations: readonly Observation[]): Family {
  const shares = Float64Array.from(observations, ({ place, size }) =>
    place === undefined || size === undefined || size < fewestPlaces ? -1 : place / (size - 1),
  );
  const part = (about: string, isIn: (share: number) => boolean): Split => ({
    about,
    isApart(at) {
      const share = shares[at] ?? -1;
      return share < 0 ? undefined : isIn(share);
    },
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
function afterYesFamily(observations: readonly Observation[], before: Int32Array): Family {
  const isApart = (at: number) => {
    const isAfterYes = observations[before[at] ?? -1]?.said;
    return isAfterYes && observations[at]?.label !== true;
  };
  return { cause: 'after_a_yes', splits: [{ about: 'the ticket after a yes', isApart }], tries: 1 };
}

function neighbourFamily(
  observations: readonly Observation[],
  before: Int32Array,
  after: Int32Array,
): Family {
  const differs = (at: number, other: number | undefined) => {
    const [own, others] = [observations[at]?.label, observations[other ?? -1]?.label];
    return own === undefined || others === undefined ? undefined : own !== others;
  };
  const splits: Split[] = [
    {
      about: 'tickets whose neighbour before has the other label',
      isApart: (at) => differs(at, before[at]),
    },
    {
      about: 'tickets whose neighbour behind has the other label',
      isApart: (at) => differs(at, after[at]),
    },
    {
      about: 'tickets of which a neighbour has the other label',
      isApart(at) {
        const [one, other] = [differs(at, before[at]), differs(at, after[at])];
        return one === undefined ? other : one || other === true;
      },
    },
  ];
  return { cause: 'neighbour_contamination', splits, tries: 3 };
}

function otherThemeFamily({ theme: own, observations }: Record, themes: readonly string[]): Family {
  const splits = themes
    .filter((theme) => theme !== own)
    .map((theme) => ({
      about: theme,
      isApart(at: number) {
        const one = observations[at];
        return one?.subject.gold && one.subject.gold.includes(theme) !== one.label;
      },
    }));
  return { cause: 'answers_another_theme', splits, tries: splits.length };
}

function lengthFamily(observations: readonly Observation[]): Family {
  const lengths = Int32Array.from(observations, ({ subject }) => subject.length);
  const sorted = lengths.toSorted();
  const limitAt = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const splits = [
    ...[0.5, 0.67, 0.75, 0.9].map(limitAt).map((limit) => ({
      about: `tickets of more than ${limit} characters`,
      isApart: (at: number) => (lengths[at] ?? 0) > limit,
    })),
    ...[0.5, 0.33, 0.25, 0.1].map(limitAt).map((limit) => ({
      about: `tickets of less than ${limit} characters`,
      isApart: (at: number) => (lengths[at] ?? 0) < limit,
    })),
  ];
  return { cause: 'by_length', splits, tries: 6 };
}

function languageFamily(observations: readonly Observation[]): Family {
  const languages = observations.map(({ subject }) => subject.language);
  const foreign = languages.filter((language) => typeof language === 'string');
  const isIn = (at: number, isWanted: (language: string | null) => boolean) => {
    const language = languages[at];
    return language === undefined ? undefined : isWanted(language);
  };
  const frequently = frequent(foreign);
  const splits = frequently.map((language) => ({
    about: `tickets in ${language}`,
    isApart: (at: number) => isIn(at, (own) => own === language),
  }));
  const isMore = foreign.some((language) => language !== frequently[0]);
  if (foreign.length >= fewestApart && isMore)
    splits.push({
      about: 'tickets in another language than the themes',
      isApart: (at) => isIn(at, (own) => own !== null),
    });
  return { cause: 'by_language', splits, tries: splits.length };
}

function columnFamily(observations: readonly Observation[], columns: readonly string[]): Family {
  const splits = columns.flatMap((column, index) => {
    const cells = observations.map(({ subject }) => subject.cells[index]);
    if (new Set(cells).size > mostValues) return [];
    return frequent(cells).map((value) => ({
      about: `tickets with ${value === '' ? 'nothing' : `"${value}"`} in the column ${column}`,
      isApart: (at: number) => cells[at] === value,
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

/** By answer, which answer is about the ticket so many places behind it in the same docket; -1 where none is. */
export function neighbours(observations: readonly Observation[], step: -1 | 1): Int32Array {
  const byDocket = new Map<string, number[]>();
  for (const [at, { docket, place }] of observations.entries()) {
    if (docket === undefined || place === undefined) continue;
    const places = byDocket.get(docket);
    if (places === undefined) byDocket.set(docket, sparse(place, at));
    else places[place] = at;
  }
  return Int32Array.from(observations, ({ docket, place }) =>
    docket === undefined || place === undefined ? -1 : (byDocket.get(docket)?.[place + step] ?? -1),
  );
}

function sparse(place: number, at: number): number[] {
  const places: number[] = [];
  places[place] = at;
  return places;
}
