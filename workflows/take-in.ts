import { ticketAddress } from '../src/domain/address.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import type { PreparedRun } from './prepare-run.ts';
import { ticketOf } from './write-run.ts';

/** Rows that are stored, or read back, together. */
const chunkSize = 500;

/**
 * Yields the tickets that a run has still to decide, in the file's order. The file is taken into the
 * ledger ahead of the hearing: a run that was cut off then goes on without reading it again.
 */
export async function* takeIn(run: PreparedRun): AsyncGenerator<Ticket> {
  const { id, ledger, settings } = run;
  const intake = new Intake(run);
  const storing = intake.store();
  // Told where it is awaited; until then it must not pass for one that nobody handles.
  storing.catch(() => {});
  try {
    for (let last = 0; ; ) {
      const { stored, isDone, grown } = intake;
      const page = await ledger.records.undecided(id, last, chunkSize);
      for (const row of page) yield ticketOf(row, settings);
      last = Math.max(last, page.at(-1)?.row ?? 0);
      if (page.length === chunkSize) continue;
      last = Math.max(last, stored);
      if (isDone) return await storing;
      await Promise.race([grown, storing]);
    }
  } finally {
    intake.stop();
    await storing.catch(() => {});
  }
}

/** The way of a file's rows into the ledger. */
class Intake {
  readonly #run: PreparedRun;
  #isStopped = false;
  #grow = () => {};
  /** The last row that is stored. */
  stored = 0;
  isDone = false;
  /** Resolves when more is stored, or all. */
  grown: Promise<void> = Promise.resolve();

  constructor(run: PreparedRun) {
    this.#run = run;
    this.#expectMore();
  }

  /** No further row is stored. */
  stop(): void {
    this.#isStopped = true;
  }

  async store(): Promise<void> {
    const { id, file, ledger, resumed, rows, router } = this.#run;
    if (resumed) this.stored = await ledger.records.lastRow(id);
    if (rows === null) {
      for await (const tickets of chunks(file.tickets(this.stored))) {
        if (this.#isStopped) return;
        await ledger.write({
          tickets: tickets.map((ticket) => ({
            run: id,
            row: ticket.row,
            id: ticket.id,
            address: ticketAddress(ticket),
            cells: JSON.stringify(ticket.cells),
            defect: ticket.defect ?? null,
          })),
        });
        this.stored = tickets.at(-1)?.row ?? this.stored;
        this.#grow();
        this.#expectMore();
      }
      await ledger.updateRun(id, { rows: this.stored });
    }
    router?.expect(rows ?? this.stored);
    this.isDone = true;
    this.#grow();
  }

  #expectMore(): void {
    this.grown = new Promise((resolve) => {
      this.#grow = resolve;
    });
  }
}

async function* chunks(tickets: AsyncIterable<Ticket>): AsyncGenerator<Ticket[]> {
  let chunk: Ticket[] = [];
  for await (const ticket of tickets) {
    chunk.push(ticket);
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
