import { setImmediate } from 'node:timers/promises';
import { UserMistake } from '../src/domain/mistake.ts';
import { plural } from '../src/domain/text/plural.ts';
import { joinAudits } from '../src/evaluation/counts/audited-questions.ts';
import { type CountedChange, compareGroups } from '../src/evaluation/counts/counted-changes.ts';
import { type CountedLabels, readCountedLabels } from '../src/evaluation/counts/counted-labels.ts';
import {
  type CountedTheme,
  countTheme,
  fewestLabels,
  type ThemeCount,
  tallyTickets,
} from '../src/evaluation/counts/counted-themes.ts';
import { type CountedTicket, readCounted } from '../src/evaluation/counts/counted-tickets.ts';
import { labelsForShare } from '../src/evaluation/counts/labels-needed.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { readRun } from '../src/settings/read-run.ts';

export interface CountOptions {
  run: string | undefined;
  /** A file of labels; those in the ledger count where it is not given. */
  gold: string | undefined;
  goldColumn: string | undefined;
  /** Several people: files of labels, or columns of `gold`. */
  annotators?: readonly string[] | undefined;
  /** A column of the file, or `month`. */
  by: string | undefined;
  /** Another run, whose shares this one's are compared with. */
  against: string | undefined;
  /** Half of the interval's width that labels are asked for, 0 to 0.5. */
  margin: number;
}

/** The counts of the tickets with one value of the column, or of one month. */
interface GroupCount {
  group: string;
  tickets: number;
  themes: ThemeCount[];
}

export interface CountReport {
  run: string;
  file: string;
  tickets: { all: number; decided: number; review: number; failed: number };
  labels: Pick<CountedLabels, 'leftOut' | 'agreement'> & { used: number };
  margin: number;
  themes: ThemeCount[];
  by: string | null;
  against: string | null;
  groups: GroupCount[];
  changes: CountedChange[];
  notes: string[];
}

/** How many tickets each theme of a run applies to, give or take what. Only reads. @throws UserMistake */
export async function count(ledger: Ledger, options: CountOptions): Promise<CountReport> {
  const run = await readRun(ledger, options.run);
  return countTickets(ledger, run, await readCounted(ledger, run, options.by), options);
}

/** As `count`, of a run's tickets that were read already. @throws UserMistake */
export async function countTickets(
  ledger: Ledger,
  run: OpenRun,
  decided: readonly CountedTicket[],
  options: Omit<CountOptions, 'run'>,
): Promise<CountReport> {
  // 1. What the run and its audit say of each ticket, and what people say of those that were drawn.
  const tickets = await joinAudits(ledger, run, decided);
  const labels = await readCountedLabels(ledger, run, tickets, {
    gold: options.gold,
    column: options.goldColumn,
    annotators: options.annotators,
  });
  const counted = countAll(run, tickets, labels, options);
  // 2. The same of each group, or of the run that it is compared with.
  const groups: { group: string; tickets: number; counts: CountedTheme[] }[] = [];
  for (const [group, own] of options.by === undefined ? [] : groupTickets(tickets)) {
    groups.push({ group, tickets: own.length, counts: countAll(run, own, labels, options) });
    await setImmediate();
  }
  const earlier =
    options.against === undefined ? undefined : await countOther(ledger, options.against, options);
  // 3. Where they differ by more than chance.
  const changes =
    earlier === undefined
      ? compareGroups(groups, options.by === 'month')
      : compareGroups(
          [
            { group: earlier.run.id, tickets: earlier.tickets.length, counts: align(run, earlier) },
            { group: run.id, tickets: tickets.length, counts: counted },
          ],
          true,
        );
  const undated = options.by === 'month' ? tickets.filter(({ group }) => group === '') : [];
  const status = (name: string) => tickets.filter((ticket) => ticket.status === name).length;
  return {
    run: run.id,
    file: run.file,
    margin: options.margin,
    by: options.by ?? null,
    against: earlier?.run.id ?? null,
    tickets: {
      all: run.rows ?? tickets.length,
      decided: status('decided'),
      review: status('review'),
      failed: status('failed'),
    },
    labels: { used: labels.byRow.size, leftOut: labels.leftOut, agreement: labels.agreement },
    themes: counted.map(({ count }) => count),
    groups: groups.map(({ group, tickets, counts }) => ({
      group,
      tickets,
      themes: counts.map(({ count }) => count),
    })),
    changes,
    notes: [
      ...sayAudit(tickets),
      ...labels.notes,
      ...(labels.byRow.size > 0 && labels.byRow.size < fewestLabels
        ? [
            `${plural(labels.byRow.size, 'label is', 'labels are')} too few for an interval: it takes ${fewestLabels}, and about ${mostNeeded(counted, tickets.length, options.margin)} for plus or minus ${Math.round(100 * options.margin)} points`,
          ]
        : []),
      ...(undated.length === 0 ? [] : [await sayUndated(ledger, run.id, undated)]),
    ],
  };
}

/** For the theme that takes the most. */
function mostNeeded(counted: readonly CountedTheme[], tickets: number, margin: number): number {
  const each = counted.map(({ count: { raw } }) => labelsForShare(raw ?? 0, tickets, margin));
  return Math.max(fewestLabels, ...each);
}

function sayAudit(tickets: readonly CountedTicket[]): string[] {
  const asked = tickets.reduce((sum, { audited }) => sum + (audited?.asked ?? 0), 0);
  if (asked === 0) return [];
  const chances = tickets.flatMap(({ audited }) => [...(audited?.yes.values() ?? [])]);
  const each = chances.reduce((sum, chance) => sum + 1 / chance, 0) / chances.length;
  const stands =
    chances.length === 0
      ? ''
      : `: in what the model says each counts for ${each.toFixed(1)}, as so many questions were left out for one that was asked`;
  return [
    `an audit asked the judges ${plural(asked, 'question')} that triage would have left out, and found ${chances.length} more yes${stands}`,
  ];
}

async function sayUndated(
  ledger: Ledger,
  run: string,
  undated: readonly CountedTicket[],
): Promise<string> {
  const named = await Promise.all(
    undated.slice(0, 3).map(({ row }) => ledger.results.ids(run, row, row)),
  );
  const names = named.flat().map(({ id }) => id);
  const more = undated.length - names.length;
  return `${plural(undated.length, 'ticket has', 'tickets have')} no date that can be read: ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

type OpenRun = Awaited<ReturnType<typeof readRun>>;

async function countOther(
  ledger: Ledger,
  id: string,
  options: Pick<CountOptions, 'by' | 'goldColumn' | 'margin'>,
) {
  const run = await readRun(ledger, id);
  const tickets = await joinAudits(ledger, run, await readCounted(ledger, run, options.by));
  const labels = await readCountedLabels(ledger, run, tickets, {
    gold: undefined,
    column: options.goldColumn,
  });
  return { run, tickets, counted: countAll(run, tickets, labels, options) };
}

function countAll(
  { parsed: { themes } }: OpenRun,
  tickets: readonly CountedTicket[],
  labels: CountedLabels,
  { margin }: Pick<CountOptions, 'margin'>,
): CountedTheme[] {
  const tallied = tallyTickets(tickets, labels);
  return themes.map((theme) => countTheme(theme, tallied, margin));
}

/** Another run's counts in the order of this one's themes. @throws UserMistake where they share none */
function align(
  { id, parsed: { themes } }: OpenRun,
  other: { run: OpenRun; counted: CountedTheme[] },
): CountedTheme[] {
  const found = themes.map((theme) => other.counted.find(({ count }) => count.id === theme.id));
  if (found.every((theme) => theme === undefined))
    throw new UserMistake(`runs ${id} and ${other.run.id} have no theme in common`);
  return found.map((theme, place) => theme ?? unknown(themes[place]?.id ?? ''));
}

function unknown(id: string): CountedTheme {
  return {
    estimate: null,
    answered: 0,
    rawVariance: 0,
    count: {
      id,
      name: id,
      raw: null,
      share: null,
      low: null,
      high: null,
      labels: 0,
      needed: null,
      failed: 0,
    },
  };
}

/** In the order of their names, which for months is that of time; last what has none. */
function groupTickets(tickets: readonly CountedTicket[]): Map<string, CountedTicket[]> {
  const groups = new Map<string, CountedTicket[]>();
  for (const ticket of tickets) {
    const group = groups.get(ticket.group);
    if (group === undefined) groups.set(ticket.group, [ticket]);
    else group.push(ticket);
  }
  return new Map(
    [...groups].sort(([one], [other]) => {
      if (one === '' || other === '') return one === '' ? 1 : -1;
      return one < other ? -1 : 1;
    }),
  );
}
