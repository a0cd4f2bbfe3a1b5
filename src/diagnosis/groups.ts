import type { Finding, Mode } from './finding.ts';

/** Findings of one kind about one agent, over all tickets. */
export interface Group {
  agent: string;
  mode: Mode;
  /** Tickets in which it shows, and those of them in which it was made good. */
  tickets: number;
  absorbed: number;
  /** How many of them the trace proves. */
  proved: number;
  /** Other tickets that these cost a retry. */
  mates: number;
  /** Of the questions that the agent was asked, 0 to 1; undefined where it is asked none. */
  share: number | undefined;
  /** What only a label shows is a share of the questions about tickets with a label. */
  shareOf: keyof Questions;
  /** Ticket ids, a few: of those that were not made good where there are any. */
  examples: string[];
}

/** How many an agent was asked. */
export interface Questions {
  all: number;
  labelled: number;
}

const mostExamples = 3;

/** The groups by how many tickets they spoiled, then by how many they touched. */
export function groupFindings(
  findings: readonly Finding[],
  asked: ReadonlyMap<string, Questions>,
): Group[] {
  const rows = new Map<string, { group: Group; rows: Set<number>; fixed: string[] }>();
  for (const { agent, mode, certainty, absorbed, ticket, row, mates } of findings) {
    const key = JSON.stringify([agent, mode]);
    let entry = rows.get(key);
    if (entry === undefined) {
      const group = { agent, mode, tickets: 0, absorbed: 0, proved: 0, mates: 0 };
      const shareOf = 'labelled' as const;
      entry = {
        group: { ...group, share: undefined, shareOf, examples: [] },
        rows: new Set(),
        fixed: [],
      };
      rows.set(key, entry);
    }
    if (entry.rows.has(row)) continue;
    entry.rows.add(row);
    const { group } = entry;
    group.tickets += 1;
    if (absorbed) group.absorbed += 1;
    if (certainty === 'proved_by_trace') group.proved += 1;
    if (certainty !== 'contradicts_label') group.shareOf = 'all';
    group.mates += mates;
    const examples = absorbed ? entry.fixed : group.examples;
    if (examples.length < mostExamples) examples.push(ticket);
  }
  return [...rows.values()]
    .map(({ group, fixed }) => {
      const whole = asked.get(group.agent)?.[group.shareOf];
      return {
        ...group,
        examples: [...group.examples, ...fixed].slice(0, mostExamples),
        share: whole === undefined || whole === 0 ? undefined : group.tickets / whole,
      };
    })
    .sort(
      (one, other) =>
        other.tickets - other.absorbed - (one.tickets - one.absorbed) ||
        other.tickets - one.tickets,
    );
}
