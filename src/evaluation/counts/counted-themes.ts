import type { CountedLabels } from './counted-labels.ts';
import type { CountedTicket } from './counted-tickets.ts';
import { type EstimatedShare, estimateShare, type LabelledTicket } from './estimate-share.ts';
import { labelsNeeded } from './labels-needed.ts';

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

/** Counts one theme among some tickets. */
export function countTheme(
  theme: { id: string; name: string },
  tickets: readonly CountedTicket[],
  { byRow }: CountedLabels,
  margin: number,
): CountedTheme {
  let [said, failed, whole, spread] = [0, 0, 0, 0];
  const labelled: LabelledTicket[] = [];
  for (const ticket of tickets) {
    const isSaid = ticket.said.has(theme.id);
    const chance = ticket.audited?.yes.get(theme.id) ?? 1;
    said += Number(isSaid);
    whole += Number(isSaid) / chance;
    spread += (1 - chance) / chance ** 2;
    failed += Number(!isSaid && (ticket.status === 'failed' || ticket.failed.has(theme.id)));
    const label = byRow.get(ticket.row);
    if (label !== undefined)
      labelled.push({ label: label.themes.has(theme.id), said: isSaid, chance: label.chance });
  }
  const answered = tickets.length - failed;
  const estimate =
    labelled.length < fewestLabels
      ? null
      : estimateShare(labelled, { tickets: tickets.length, said });
  return {
    ...{ estimate, answered, rawVariance: spread / Math.max(1, answered) ** 2 },
    count: {
      ...{ id: theme.id, name: theme.name },
      raw: answered === 0 ? null : Math.min(1, whole / answered),
      share: estimate?.share ?? null,
      low: estimate?.low ?? null,
      high: estimate?.high ?? null,
      labels: labelled.length,
      needed: estimate === null ? null : labelsNeeded(estimate, tickets.length, margin),
      failed,
    },
  };
}
