import type { CountedLabels } from './counted-labels.ts';
import type { CountedTicket } from './counted-tickets.ts';
import { type EstimatedShare, estimateShare, type LabelledTicket } from './estimate-share.ts';
import { labelsNeeded } from './labels-needed.ts';
import type { CountedLabel } from './people-labels.ts';

/** How many tickets a theme applies to: shares are 0 to 1, and null where nobody can say. */
export interface ThemeCount {
  id: string;
  name: string;
  /** What the run says, of the tickets whose judge answered: a yes that an audit found counts for all that it stands for. */
  raw: number | null;
  /** Put right by labels, with the limits of a 95 % interval; null without labels. */
  share: number | null;
  low: number | null;
  high: number | null;
  /** Labelled tickets that this rests on. */
  labels: number;
  /** How many labels would bring the interval to plus or minus `margin`; null without labels. */
  needed: number | null;
  /** Tickets that are not counted, because the judge failed. */
  failed: number;
}

/** With fewer labels than this an interval is only noise. */
export const fewestLabels = 5;

/** A theme's count, and what comparing it with others takes. */
export interface CountedTheme {
  count: ThemeCount;
  estimate: EstimatedShare | null;
  /** Tickets whose judge answered. */
  answered: number;
  /** Of the raw share, as far as an audit's chances make it one; squared shares. */
  rawVariance: number;
}

/** Tickets of which the run says the same. */
interface AlikeTickets {
  said: ReadonlySet<string>;
  failed: ReadonlySet<string>;
  hasFailed: boolean;
  count: number;
}

/** Some tickets, as counting any theme among them takes. */
export interface TalliedTickets {
  count: number;
  alike: AlikeTickets[];
  audited: CountedTicket[];
  labelled: (CountedLabel & { said: ReadonlySet<string> })[];
}

/** Looks at each ticket once, whatever number of themes is counted. */
export function tallyTickets(
  tickets: readonly CountedTicket[],
  { byRow }: CountedLabels,
): TalliedTickets {
  const found: TalliedTickets = { count: tickets.length, alike: [], audited: [], labelled: [] };
  const kinds = [new Map(), new Map()] as Map<ReadonlySet<string>, AlikeTickets[]>[];
  for (const ticket of tickets) {
    const { said, failed, audited } = ticket;
    const hasFailed = ticket.status === 'failed';
    const known = kinds[Number(hasFailed)]?.get(said) ?? [];
    let alike = known.find((one) => one.failed === failed);
    if (alike === undefined) {
      alike = { said, failed, hasFailed, count: 0 };
      found.alike.push(alike);
      known.push(alike);
      kinds[Number(hasFailed)]?.set(said, known);
    }
    alike.count++;
    if (audited !== undefined && audited.yes.size > 0) found.audited.push(ticket);
    const label = byRow.size === 0 ? undefined : byRow.get(ticket.row);
    if (label !== undefined) found.labelled.push({ ...label, said });
  }
  return found;
}

/** Counts one theme among some tickets. */
export function countTheme(
  theme: { id: string; name: string },
  tickets: TalliedTickets,
  margin: number,
): CountedTheme {
  let [said, failed, spread] = [0, 0, 0];
  for (const alike of tickets.alike)
    if (alike.said.has(theme.id)) said += alike.count;
    else if (alike.hasFailed || alike.failed.has(theme.id)) failed += alike.count;
  let whole = said;
  for (const { said, audited } of tickets.audited) {
    const chance = audited?.yes.get(theme.id) ?? 1;
    whole += Number(said.has(theme.id)) * (1 / chance - 1);
    spread += (1 - chance) / chance ** 2;
  }
  const labelled = tickets.labelled.map(
    ({ themes, said, chance }): LabelledTicket => ({
      label: themes.has(theme.id),
      said: said.has(theme.id),
      chance,
    }),
  );
  const answered = tickets.count - failed;
  const estimate =
    labelled.length < fewestLabels
      ? null
      : estimateShare(labelled, { tickets: tickets.count, said });
  return {
    estimate,
    answered,
    rawVariance: spread / Math.max(1, answered) ** 2,
    count: {
      id: theme.id,
      name: theme.name,
      raw: answered === 0 ? null : Math.min(1, whole / answered),
      share: estimate?.share ?? null,
      low: estimate?.low ?? null,
      high: estimate?.high ?? null,
      labels: labelled.length,
      needed: estimate === null ? null : labelsNeeded(estimate, tickets.count, margin),
      failed,
    },
  };
}
