import type { TicketTrace, TraceSpan } from '../../src/trace/ticket-trace.ts';

const blank = {
  provider: undefined,
  tokens: undefined,
  attributes: {},
  input: undefined,
  output: undefined,
  error: undefined,
};

/** The trace of a ticket that one judge was asked about. */
export function traceOf(row: number, changes: Partial<TraceSpan> = {}): TicketTrace {
  const hex = (number: number) => (row * 16 + number).toString(16).padStart(16, '0');
  const start = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const time = { start, end: start + 1500.25 };
  return {
    run: 'run',
    row,
    id: hex(0).padStart(32, '0'),
    spans: [
      {
        ...blank,
        ...time,
        id: hex(1),
        parent: undefined,
        kind: 'workflow',
        name: 'tribunal',
        attributes: { 'tribunal.ticket.row': row, 'tribunal.themes': ['policy'] },
        input: { text: `ticket ${row}` },
        output: { status: 'decided', themes: ['policy'] },
      },
      { ...blank, ...time, id: hex(2), parent: hex(1), kind: 'agent', name: 'judge:policy' },
      {
        ...blank,
        ...time,
        id: hex(3),
        parent: hex(2),
        kind: 'chat',
        name: 'mock',
        provider: 'openai',
        tokens: { in: 30, cached: 10, out: 5 },
        input: { text: `ticket ${row}` },
        output: { verdict: 'yes' },
        ...changes,
      },
      {
        ...blank,
        ...time,
        id: hex(4),
        parent: hex(2),
        kind: 'tool',
        name: 'submit_verdicts',
        input: { verdict: 'yes' },
      },
    ],
  };
}
