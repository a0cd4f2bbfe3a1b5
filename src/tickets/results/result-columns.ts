import type { Decision } from '../../domain/decision/decision.ts';
import type { Ticket } from '../../domain/ticket.ts';

export interface ResultRow {
  ticket: Ticket;
  decision: Decision;
}

export interface ResultShape {
  /** The input's header as in its file. */
  header: readonly string[];
  /** The input's unique column names. */
  columns: readonly string[];
  /** Ids of the run's themes. */
  themes: readonly string[];
  /** Adds a column a theme. */
  wide: boolean;
  /** Leaves cells as they are, also where a spreadsheet would run them. */
  raw?: boolean;
  /** Replaces files that exist, but never the input. */
  force: boolean;
  /** The files that are read. */
  inputs?: readonly string[];
}

const OURS = ['themes', 'confidence', 'sentiment', 'status', 'justification'];

/** The header of a results table: the input's, then ours, `tribunal_` before what is taken. */
export function resultHeader(shape: ResultShape): string[] {
  const taken = new Set(
    [...shape.header, ...shape.columns].map((name) => name.trim().toLowerCase()),
  );
  const added = [...OURS, ...(shape.wide ? shape.themes : [])].map((name) => {
    let free = name;
    while (taken.has(free.toLowerCase())) free = `tribunal_${free}`;
    taken.add(free.toLowerCase());
    return free;
  });
  return [...shape.header, ...added];
}

/** What the tribunal adds to a row, in the header's order; null for an empty cell. */
export function resultCells(
  { decision }: ResultRow,
  shape: ResultShape,
): (string | number | null)[] {
  const cells = [
    decision.themes.join('|'),
    rounded(decision.confidence),
    rounded(decision.sentiment),
    decision.status,
    decision.justification,
  ];
  if (!shape.wide) return cells;
  const words = new Map(
    decision.outcomes.map((outcome) => [
      outcome.theme,
      outcome.kind === 'verdict' ? outcome.verdict : outcome.kind,
    ]),
  );
  // A ticket that failed before any judge saw it has no outcomes: that is no `not_routed`.
  const missing = decision.status === 'failed' ? 'failed' : 'not_routed';
  return [...cells, ...shape.themes.map((theme) => words.get(theme) ?? missing)];
}

/** At most three decimals. */
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
