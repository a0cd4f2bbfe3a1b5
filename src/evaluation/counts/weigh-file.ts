import { UserMistake } from '../../domain/mistake.ts';
import { ownCommand } from '../../installation.ts';
import type { CountedTicket } from './counted-tickets.ts';
import type { CountedLabel } from './people-labels.ts';

/** Tickets that the run speaks of alike: a person who chose by that chose among these evenly. */
function kindOf({ status, confidence }: CountedTicket): string {
  return status === 'decided' ? `decided, ${(confidence ?? 0) < 0.7 ? 'low' : 'high'}` : status;
}

/** Chances for a file of labels that nobody drew by a sample of ours. */
export function weighFile(
  found: ReadonlyMap<number, ReadonlySet<string>>,
  tickets: readonly CountedTicket[],
  run: string,
): { byRow: Map<number, CountedLabel>; notes: string[] } {
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
