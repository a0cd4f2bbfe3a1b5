import { UserMistake } from '../../domain/mistake.ts';
import { plural } from '../../domain/text/plural.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { readGold } from '../../tickets/read-gold.ts';
import { readPeople } from '../../tickets/read-people.ts';
import type { CountedTicket } from './counted-tickets.ts';
import {
  agreementOf,
  type CountedLabel,
  type LabelAgreement,
  type PeopleLabels,
  settleLabels,
} from './people-labels.ts';
import { weighFile } from './weigh-file.ts';

export interface CountedLabels {
  byRow: Map<number, CountedLabel>;
  /** Labels that say nothing of the whole, and why. */
  leftOut: number;
  notes: string[];
  /** Between people who labelled the same tickets; null where nobody did. */
  agreement: LabelAgreement | null;
}

interface LabelPlaces {
  gold: string | undefined;
  column: string | undefined;
  /** Several people: files of labels, or columns of `gold`. */
  annotators?: readonly string[] | undefined;
}

/**
 * The labels that a count may rest on: of tickets that were drawn by chance. Of a run's sample the
 * chances are known. A file without one is taken as drawn evenly, where that can be believed, and else
 * weighted by what the run says.
 * @throws UserMistake where labels were chosen by looking at the answers
 */
export async function readCountedLabels(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  tickets: readonly CountedTicket[],
  places: LabelPlaces,
): Promise<CountedLabels> {
  const chances = await ledger.samples.of(run.id);
  const { gold, annotators } = places;
  if (gold === undefined && annotators === undefined)
    return fromLedger(ledger, run, tickets, chances);
  const { byId, name } = await readFiles(run.parsed, places);
  const people = new Map<number, PeopleLabels>();
  const from = tickets[0]?.row ?? 1;
  const ids = await ledger.results.ids(run.id, from, tickets.at(-1)?.row ?? 0);
  for (const [at, row] of ids.row.entries()) {
    const said = byId.get(ids.id[at] ?? '');
    if (said !== undefined) people.set(row, said);
  }
  if (byId.size === 0)
    throw new UserMistake(`${name} has no label yet: replace each ? by themes, or by nothing`);
  if (people.size === 0)
    throw new UserMistake(`none of the ${byId.size} ids in ${name} is a ticket of run ${run.id}`);
  const found = new Map([...people].map(([row, said]) => [row, settleLabels(said)]));
  const agreement = agreementOf(people.values(), run.parsed.themes);
  const drawn = [...found.keys()].filter((row) => chances.has(row)).length;
  if (2 * drawn > found.size) return { ...keepDrawn(found, chances), agreement };
  return { ...weighFile(found, tickets, run.id), leftOut: 0, agreement };
}

/** What each person says in the files, by ticket id. */
async function readFiles(
  { themes, roles }: RunSettings,
  { gold, column, annotators }: LabelPlaces,
): Promise<{ byId: Map<string, PeopleLabels>; name: string }> {
  const people =
    annotators === undefined
      ? [{ name: '', ...(await readGold(gold ?? '', themes, { id: roles.id, labels: column })) }]
      : await readPeople({ annotators, gold }, themes, roles.id);
  const byId = new Map<string, Map<string, ReadonlySet<string>>>();
  for (const { name, labels } of people)
    for (const [id, named] of labels) {
      const said = byId.get(id) ?? new Map<string, ReadonlySet<string>>();
      byId.set(id, said.set(name, new Set(named)));
    }
  return { byId, name: gold ?? annotators?.join(', ') ?? '' };
}

async function fromLedger(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  tickets: readonly CountedTicket[],
  chances: ReadonlyMap<number, number>,
): Promise<CountedLabels> {
  const given = new Map<number, ReadonlySet<string>>();
  for await (const { row, themes } of ledger.labels.standing(run.id)) given.set(row, idsIn(themes));
  const standing = new Map<number, ReadonlySet<string>>();
  for (const { row } of given.size === 0 ? [] : tickets) {
    const themes = given.get(row);
    if (themes !== undefined) standing.set(row, themes);
  }
  if (chances.size === 0) {
    // All of them labelled is no choice.
    if (standing.size > 0 && standing.size === tickets.length)
      return {
        ...keepDrawn(standing, new Map(tickets.map(({ row }) => [row, 1]))),
        agreement: null,
      };
    return {
      byRow: new Map(),
      leftOut: standing.size,
      agreement: null,
      notes:
        standing.size === 0
          ? []
          : [
              `${plural(standing.size, 'label was', 'labels were')} given to tickets that people picked, mostly doubtful ones: they say nothing of the others and are not used`,
            ],
    };
  }
  const people = new Map<number, Map<string, ReadonlySet<string>>>();
  for (const { row, themes, author } of await ledger.labels.every(run.id, [...chances.keys()]))
    people.set(row, (people.get(row) ?? new Map()).set(author, idsIn(themes)));
  const agreement = agreementOf(people.values(), run.parsed.themes);
  return { ...keepDrawn(standing, chances), agreement };
}

function idsIn(text: string): ReadonlySet<string> {
  return new Set(text.split('|').filter((id) => id !== ''));
}

function keepDrawn(
  found: ReadonlyMap<number, ReadonlySet<string>>,
  chances: ReadonlyMap<number, number>,
): Omit<CountedLabels, 'agreement'> {
  const byRow = new Map<number, CountedLabel>();
  for (const [row, themes] of found) {
    const chance = chances.get(row);
    if (chance !== undefined) byRow.set(row, { themes, chance });
  }
  const leftOut = found.size - byRow.size;
  const waiting = [...chances.keys()].filter((row) => !found.has(row)).length;
  const notes = [
    ...(leftOut === 0
      ? []
      : [
          `${plural(leftOut, 'label is', 'labels are')} of tickets outside of the sample, and not used`,
        ]),
    ...(waiting === 0
      ? []
      : [
          `${waiting} of ${chances.size} tickets of the sample have no label yet: until then the intervals take it that those are like the others`,
        ]),
  ];
  // What is labelled so far is as if fewer had been drawn.
  const done = byRow.size / Math.max(1, chances.size);
  for (const label of byRow.values()) if (waiting > 0) label.chance *= done;
  return { byRow, leftOut, notes };
}
