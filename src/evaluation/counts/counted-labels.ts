import { UserMistake } from '../../domain/mistake.ts';
import { plural } from '../../domain/text/plural.ts';
import { ownCommand } from '../../installation.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunSettings } from '../../settings/settings.ts';
import { readGold } from '../../tickets/read-gold.ts';
import { krippendorffAlpha } from '../agreement/krippendorff.ts';
import type { CountedTicket } from './counted-tickets.ts';

/** A person's labels, with the chance that the ticket was drawn for labelling. */
interface CountedLabel {
  themes: ReadonlySet<string>;
  chance: number;
}

export interface CountedLabels {
  byRow: Map<number, CountedLabel>;
  /** Labels that say nothing of the whole, and why. */
  leftOut: number;
  notes: string[];
  /** Between people who labelled the same tickets: Krippendorff's alpha; null where nobody did. */
  agreement: { people: number; tickets: number; alpha: number | null } | null;
}

/** Fewer labels than this can't be told apart from a choice. */
const fewest = 2;

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
  { gold, column }: { gold: string | undefined; column: string | undefined },
): Promise<CountedLabels> {
  const chances = await ledger.samples.of(run.id);
  if (gold === undefined) return fromLedger(ledger, run, tickets, chances);
  const { roles, themes } = run.parsed;
  const { labels } = await readGold(gold, themes, { id: roles.id, labels: column });
  const found = new Map<number, ReadonlySet<string>>();
  const from = tickets[0]?.row ?? 1;
  for (const { row, id } of await ledger.results.ids(run.id, from, tickets.at(-1)?.row ?? 0)) {
    const named = labels.get(id);
    if (named !== undefined) found.set(row, new Set(named));
  }
  if (labels.size === 0)
    throw new UserMistake(`${gold} has no label yet: replace each ? by themes, or by nothing`);
  if (found.size === 0)
    throw new UserMistake(`none of the ${labels.size} ids in ${gold} is a ticket of run ${run.id}`);
  const drawn = [...found.keys()].filter((row) => chances.has(row)).length;
  if (2 * drawn > found.size) return { ...keepDrawn(found, chances), agreement: null };
  return { ...weighFile(found, tickets, run.id), leftOut: 0, agreement: null };
}

async function fromLedger(
  ledger: Ledger,
  run: { id: string; parsed: RunSettings },
  tickets: readonly CountedTicket[],
  chances: ReadonlyMap<number, number>,
): Promise<CountedLabels> {
  const known = new Set(tickets.map(({ row }) => row));
  const standing = new Map<number, ReadonlySet<string>>();
  for await (const { row, themes } of ledger.gold.standing(run.id))
    if (known.has(row)) standing.set(row, idsIn(themes));
  if (chances.size === 0) {
    // All of them labelled is no choice.
    if (standing.size > 0 && standing.size === tickets.length)
      return {
        ...keepDrawn(standing, new Map(tickets.map(({ row }) => [row, 1]))),
        agreement: null,
      };
    return {
      ...{ byRow: new Map(), leftOut: standing.size, agreement: null },
      notes:
        standing.size === 0
          ? []
          : [
              `${plural(standing.size, 'label was', 'labels were')} given to tickets that somebody chose, mostly doubtful ones: they say nothing of the others and are not used`,
            ],
    };
  }
  const people = await ledger.samples.labels(run.id, [...chances.keys()]);
  return { ...keepDrawn(standing, chances), agreement: agreementOf(people, run.parsed.themes) };
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

/** Tickets that the run speaks of alike: a person who chose by that chose among these evenly. */
function kindOf({ status, confidence }: CountedTicket): string {
  return status === 'decided' ? `decided, ${(confidence ?? 0) < 0.7 ? 'low' : 'high'}` : status;
}

/** Chances for a file of labels that nobody drew by a sample of ours. */
function weighFile(
  found: ReadonlyMap<number, ReadonlySet<string>>,
  tickets: readonly CountedTicket[],
  run: string,
): Pick<CountedLabels, 'byRow' | 'notes'> {
  const kinds = new Map<string, { all: number; labelled: number }>();
  for (const ticket of tickets) {
    const kind = kinds.get(kindOf(ticket)) ?? { all: 0, labelled: 0 };
    kind.all += 1;
    kind.labelled += Number(found.has(ticket.row));
    kinds.set(kindOf(ticket), kind);
  }
  const even = found.size / tickets.length;
  const isEven = chiSquared([...kinds.values()], even) < criticalAt(kinds.size - 1);
  const missing = [...kinds].filter(([, { all, labelled }]) => labelled === 0 && all * even >= 5);
  if (!isEven && missing.length > 0)
    throw new UserMistake(
      `these labels were chosen by looking at the answers: none is of the ${missing[0]?.[1].all} tickets that are "${missing[0]?.[0]}"; draw some by chance`,
      { next: ['sample', run, '--labels', '100'] },
    );
  const byRow = new Map<number, CountedLabel>();
  for (const ticket of tickets) {
    const themes = found.get(ticket.row);
    const kind = kinds.get(kindOf(ticket));
    if (themes === undefined || kind === undefined) continue;
    byRow.set(ticket.row, { themes, chance: isEven ? even : kind.labelled / kind.all });
  }
  return {
    byRow,
    notes: isEven
      ? even === 1
        ? []
        : [
            `the labelled tickets are taken as drawn by chance; ${ownCommand()} sample makes sure of it`,
          ]
      : [
          'the labelled tickets are not like the others by status and confidence: they are weighted for that, and taken as drawn by chance otherwise',
        ],
  };
}

/** How far the labelled tickets' kinds are from an even draw (Pearson 1900). */
function chiSquared(kinds: readonly { all: number; labelled: number }[], even: number): number {
  return kinds.reduce((sum, { all, labelled }) => {
    const spread = all * even * (1 - even);
    return spread === 0 ? sum : sum + (labelled - all * even) ** 2 / spread;
  }, 0);
}

/** What chi-squared passes once in a thousand times, by degrees of freedom. */
function criticalAt(degrees: number): number {
  return [10.83, 13.82, 16.27, 18.47][Math.max(1, degrees) - 1] ?? 20.52;
}

/** Of the newest label of each person. */
function agreementOf(
  labels: readonly { row: number; themes: string; author: string }[],
  themes: RunSettings['themes'],
): CountedLabels['agreement'] {
  const byRow = new Map<number, Map<string, ReadonlySet<string>>>();
  for (const { row, themes, author } of labels) {
    const people = byRow.get(row) ?? new Map<string, ReadonlySet<string>>();
    people.set(author, idsIn(themes));
    byRow.set(row, people);
  }
  const twice = [...byRow.values()].filter(({ size }) => size >= fewest);
  if (twice.length === 0) return null;
  const units = twice.flatMap((people) =>
    themes.map(({ id }) => [...people.values()].map((ids) => (ids.has(id) ? 'yes' : 'no'))),
  );
  return {
    people: new Set(twice.flatMap((people) => [...people.keys()])).size,
    tickets: twice.length,
    alpha: krippendorffAlpha(units) ?? null,
  };
}
