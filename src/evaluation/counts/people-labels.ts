import { krippendorffAlpha } from '../agreement/krippendorff.ts';

/** What people say of a ticket, with the chance that it was drawn for labelling. */
export interface CountedLabel {
  themes: ReadonlySet<string>;
  chance: number;
}

/** What each person says of a ticket: ids of themes, by name, in the order in which the people were named. */
export type PeopleLabels = ReadonlyMap<string, ReadonlySet<string>>;

/** How far people agree who labelled the same tickets. */
export interface LabelAgreement {
  people: number;
  tickets: number;
  /** Krippendorff's; null where it can't be told. */
  alpha: number | null;
  /** Themes that they disagree about, on how many of these tickets; the most disputed first. */
  disputed: { theme: string; tickets: number }[];
}

/** Null where no ticket was labelled by two people. */
export function agreementOf(
  labels: Iterable<PeopleLabels>,
  themes: readonly { id: string }[],
): LabelAgreement | null {
  const twice = [...labels].filter(({ size }) => size >= 2);
  if (twice.length === 0) return null;
  const questions = themes.map(({ id }) => ({
    theme: id,
    units: twice.map((people) => [...people.values()].map((ids) => (ids.has(id) ? 'yes' : 'no'))),
  }));
  return {
    people: new Set(twice.flatMap((people) => [...people.keys()])).size,
    tickets: twice.length,
    alpha: krippendorffAlpha(questions.flatMap(({ units }) => units)) ?? null,
    disputed: questions
      .map(({ theme, units }) => ({
        theme,
        tickets: units.filter((unit) => new Set(unit).size > 1).length,
      }))
      .filter(({ tickets }) => tickets > 0)
      .sort((one, other) => other.tickets - one.tickets),
  };
}

/** The themes that most of these people name; of as many for as against, what the first of them says. */
export function settleLabels(people: PeopleLabels): ReadonlySet<string> {
  const all = [...people.values()];
  const named = new Set(all.flatMap((ids) => [...ids]));
  return new Set(
    [...named].filter((id) => {
      const ahead = 2 * all.filter((ids) => ids.has(id)).length - all.length;
      return ahead > 0 || (ahead === 0 && all[0]?.has(id));
    }),
  );
}
