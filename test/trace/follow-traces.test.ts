import { describe, expect, it } from 'vitest';
import { type Exporter, ExportFault } from '../../src/trace/export/exporter.ts';
import { TraceFollower } from '../../src/trace/follow-traces.ts';
import type { TicketTrace } from '../../src/trace/ticket-trace.ts';

const never = new AbortController().signal;

function tell(rows: readonly number[]): Promise<TicketTrace[]> {
  return Promise.resolve(rows.map((row) => ({ run: 'run', row, id: String(row), spans: [] })));
}

/** A tool that keeps the rows it got. */
function keeper(changes: Partial<Exporter> = {}): Exporter & { rows: number[] } {
  const rows: number[] = [];
  return {
    name: 'Keeper',
    place: 'here',
    most: 3,
    takes: () => true,
    async send(traces) {
      rows.push(...traces.map(({ row }) => row));
    },
    rows,
    ...changes,
  };
}

function follow(...exporters: Exporter[]): TraceFollower {
  return new TraceFollower('run', exporters, tell, [0, 0]);
}

function addAll(follower: TraceFollower, count: number): void {
  for (let row = 1; row <= count; row++) follower.add(row);
}

describe('following a run', () => {
  it('tells every tool of every ticket, a few at a time, and then has nothing to report', async () => {
    const sizes: number[] = [];
    const [one, other] = [keeper(), keeper()];
    const send = one.send;
    one.send = (traces, signal) => {
      sizes.push(traces.length);
      return send(traces, signal);
    };
    const follower = follow(one, other);
    addAll(follower, 8);
    expect(await follower.end(never)).toEqual([]);
    expect([one.rows, other.rows]).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4, 5, 6, 7, 8],
    ]);
    expect(sizes).toEqual([3, 3, 2]);
  });

  it('goes on with what comes after a pause', async () => {
    const exporter = keeper();
    const follower = follow(exporter);
    follower.add(1);
    await follower.end(never);
    follower.add(2);
    expect(await follower.end(never)).toEqual([]);
    expect(exporter.rows).toEqual([1, 2]);
  });

  it('tries again where that may help, and then once more', async () => {
    const exporter = keeper();
    const { send } = exporter;
    let attempts = 0;
    exporter.send = async (traces, signal) => {
      attempts += 1;
      if (attempts < 3) throw new ExportFault('passing', 'HTTP 503');
      await send(traces, signal);
    };
    const follower = follow(exporter);
    follower.add(1);
    expect(await follower.end(never)).toEqual([]);
    expect(exporter.rows).toEqual([1]);
  });

  it('counts what did not arrive, by reason, and sends the rest', async () => {
    const exporter = keeper();
    const { send } = exporter;
    exporter.send = async (traces, signal) => {
      const [first] = traces;
      if (first?.row === 1) throw new ExportFault('refused', 'HTTP 413');
      if (first?.row === 4) throw new ExportFault('passing', 'HTTP 503');
      await send(traces, signal);
    };
    const follower = follow(exporter);
    addAll(follower, 8);
    expect(await follower.end(never)).toEqual([
      { exporter: 'Keeper', tickets: 6, reasons: { 'HTTP 413': 3, 'HTTP 503': 3 } },
    ]);
    expect(exporter.rows).toEqual([7, 8]);
  });

  it('counts tickets whose story it could not tell', async () => {
    const exporter = keeper();
    const follower = new TraceFollower('run', [exporter], async () => {
      throw new Error('the disk is gone');
    });
    follower.add(1);
    expect(await follower.end(never)).toEqual([
      { exporter: 'Keeper', tickets: 1, reasons: { 'the disk is gone': 1 } },
    ]);
  });

  it('asks a tool no more that will never take anything, and counts all the same', async () => {
    let asked = 0;
    const shut = keeper({
      async send() {
        asked += 1;
        throw new ExportFault('hopeless', 'HTTP 401');
      },
    });
    const open = keeper();
    const follower = follow(shut, open);
    addAll(follower, 5);
    await follower.end(never);
    addAll(follower, 5);
    expect(await follower.end(never)).toEqual([
      { exporter: 'Keeper', tickets: 10, reasons: { 'HTTP 401': 10 } },
    ]);
    expect(asked).toBe(1);
    expect(open.rows).toHaveLength(10);
  });

  it('leaves at the end of the run without a tool that does not answer', async () => {
    const stop = new AbortController();
    const silent = keeper({
      send: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(new ExportFault('passing', 'the run ended before it answered')),
          );
          stop.abort();
        }),
    });
    const follower = follow(silent);
    addAll(follower, 5);
    expect(await follower.end(AbortSignal.abort())).toEqual([
      { exporter: 'Keeper', tickets: 5, reasons: { 'the run ended before its turn': 5 } },
    ]);
    const later = follow(silent);
    addAll(later, 5);
    expect(await later.end(stop.signal)).toEqual([
      {
        exporter: 'Keeper',
        tickets: 5,
        reasons: { 'the run ended before it answered': 3, 'the run ended before its turn': 2 },
      },
    ]);
  });

  it('keeps a bounded number of tickets for a tool that is too slow', async () => {
    const slow = keeper({ most: 100_000 });
    const follower = follow(slow);
    addAll(follower, 100_002);
    expect(await follower.end(never)).toEqual([
      { exporter: 'Keeper', tickets: 2, reasons: { 'it was too slow for the run': 2 } },
    ]);
  });

  it('tells a tool only of its sample', async () => {
    const exporter = keeper({ takes: (_, row) => row % 2 === 0 });
    const follower = follow(exporter);
    addAll(follower, 5);
    expect(await follower.end(never)).toEqual([]);
    expect(exporter.rows).toEqual([2, 4]);
  });
});
