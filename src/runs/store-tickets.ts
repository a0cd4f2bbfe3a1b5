import { ticketAddress } from '../domain/address.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { TicketRow } from '../ledger/schema.ts';
import { ticketOf } from '../settings/stored-ticket.ts';
import type { PreparedRun } from './prepare-run.ts';

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
    const { id, ledger, resumed, rows, router } = this.#run;
    if (resumed) this.stored = await ledger.records.lastRow(id);
    if (rows === null)
      for await (const { last } of storeFile(this.#run, this.stored, () => this.#isStopped)) {
        this.stored = last;
        this.#run.known.rows = last;
        this.#grow();
        this.#expectMore();
      }
    if (this.#isStopped) return;
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

/** Takes a file's rows after one of them into the ledger until it is stopped, and says from which to which they are durable. */
export async function* storeFile(
  { id, file, ledger }: Pick<PreparedRun, 'id' | 'file' | 'ledger'>,
  after: number,
  isStopped: () => boolean,
): AsyncGenerator<{ first: number; last: number }> {
  let stored = after;
  for await (const tickets of chunks(file.tickets(after))) {
    if (isStopped()) return;
    await ledger.write({
      tickets: tickets.map((ticket) => ticketRow(id, ticket)),
    });
    const first = stored + 1;
    stored = tickets.at(-1)?.row ?? stored;
    yield { first, last: stored };
  }
  await ledger.runs.update(id, { rows: stored });
}

/** A ticket as the ledger keeps it. */
export function ticketRow(run: string, ticket: Ticket): TicketRow {
  return {
    run,
    row: ticket.row,
    id: ticket.id,
    address: ticketAddress(ticket),
    cells: JSON.stringify(ticket.cells),
    defect: ticket.defect ?? null,
  };
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
