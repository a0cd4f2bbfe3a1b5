import type { Finding, Mode } from './finding.ts';

/** Findings of one kind about one agent, over all tickets. */
export interface Group {
  agent: string;
  mode: Mode;
  /** Tickets in which it shows, and those of them in which it was made good. */
  tickets: number;
  absorbed: number;
  /** How many of them are proved, by a label or the trace. */
  proved: number;
  /** Of the answers that the agent gave, 0 to 1; undefined where it gives none. */
  share: number | undefined;
  /** Ticket ids, a few. */
  examples: string[];
}

const mostExamples = 3;

/** The groups by how many tickets they spoiled, then by how many they touched. */
export function groupFindings(
  findings: readonly Finding[],
  answers: ReadonlyMap<string, number>,
): Group[] {
  const rows = new Map<string, { group: Group; rows: Set<number> }>();
  for (const { agent, mode, certainty, absorbed, ticket, row } of findings) {
    const key = JSON.stringify([agent, mode]);
    let entry = rows.get(key);
    if (entry === undefined) {
      const group = { agent, mode, ...{ tickets: 0, absorbed: 0, proved: 0 } };
      entry = { group: { ...group, share: undefined, examples: [] }, rows: new Set() };
      rows.set(key, entry);
    }
    if (entry.rows.has(row)) continue;
    entry.rows.add(row);
    const { group } = entry;
    group.tickets += 1;
    if (absorbed) group.absorbed += 1;
    if (certainty !== 'suspected') group.proved += 1;
    if (group.examples.length < mostExamples) group.examples.push(ticket);
  }
  return [...rows.values()]
    .map(({ group }) => {
      const whole = answers.get(group.agent);
      return {
        ...group,
        share: whole === undefined || whole === 0 ? undefined : group.tickets / whole,
      };
    })
    .sort(
      (one, other) =>
        other.tickets - other.absorbed - (one.tickets - one.absorbed) ||
        other.tickets - one.tickets,
    );
}
