import { type Kysely, sql } from 'kysely';
import { isAsWritten } from '../health/checksums.ts';
import { inPages } from '../rows/in-pages.ts';
import { inParts } from '../rows/in-parts.ts';
import type { GoldRow, Tables } from '../schema.ts';

/** Labels read at a time where all of a run's are walked. */
const pageSize = 1000;

/** A label as it is stored, with its checksum. */
export type StoredLabel = GoldRow & { crc: unknown };
/** The same beside the ticket that it is of. */
type OfTicket = StoredLabel & { ticketRow: number; ticketId: string };

/** A label, and the row and id of a ticket that reads as the labelled one does. */
export type TicketLabel = GoldRow & { id: string };

/** People's labels that nobody undid. One that was changed since is named once, and is none. */
export class LabelRows {
  readonly #database: Kysely<Tables>;
  readonly #damaged = new Set<string>();
  /** Is given a line for each label that was changed. */
  onDamaged: (line: string) => void = () => {};

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** A line for each changed label that was met. */
  get damaged(): readonly string[] {
    return [...this.#damaged];
  }

  /** Whether the label is as it was given. */
  isWhole(label: StoredLabel): boolean {
    if (isAsWritten('gold', { ...label })) return true;
    const line = `The label that ${label.author} gave row ${label.row} of run ${label.run} was changed since (checksum), and is left out: label that ticket again`;
    if (!this.#damaged.has(line)) {
      this.#damaged.add(line);
      this.onDamaged(line);
    }
    return false;
  }

  /** A run's tickets with the label that stands for each, in the file's order; also labels given in other runs. */
  async *standing(run: string): AsyncGenerator<TicketLabel> {
    const pages = inPages(pageSize, async (after, most) =>
      (await this.#standing(run).where('tickets.row', '>', after).limit(most).execute()).map(
        (label) => ({ label, row: label.ticketRow }),
      ),
    );
    for await (const page of pages) yield* this.#whole(page.map(({ label }) => label));
  }

  /** The same for tickets from one row to another, both included. */
  async between(run: string, from: number, to: number): Promise<TicketLabel[]> {
    const found = await this.#standing(run)
      .where('tickets.row', '>=', from)
      .where('tickets.row', '<=', to)
      .execute();
    return this.#whole(found);
  }

  /** Every label of a run's tickets, or of these rows of them, oldest first. */
  async every(run: string, rows?: readonly number[]): Promise<TicketLabel[]> {
    const query = this.#ofRun(run).orderBy('gold.at');
    const found =
      rows === undefined
        ? await query.execute()
        : await inParts(rows, (part) => query.where('tickets.row', 'in', part).execute());
    return this.#whole(found);
  }

  /** The themes of the label that stands for each of these texts, with `|` between, by address. */
  async themesOf(addresses: readonly string[]): Promise<Map<string, string>> {
    const rows = await inParts(addresses, (part) =>
      this.#stored().where('address', 'in', part).orderBy('at').execute(),
    );
    const newest = new Map(rows.map((label) => [label.address, label]));
    return new Map(
      [...newest.values()]
        .filter((label) => this.isWhole(label))
        .map(({ address, themes }) => [address, themes]),
    );
  }

  /** The labels of a text, newest first; none that is older than a changed one. */
  async of(address: string): Promise<GoldRow[]> {
    const found = await this.#stored()
      .where('address', '=', address)
      .orderBy('at', 'desc')
      .execute();
    const changed = found.findIndex((label) => !this.isWhole(label));
    const whole = changed < 0 ? found : found.slice(0, changed);
    return whole.map(({ crc: _, ...label }) => label);
  }

  /** Another text whenever a label was given or undone. */
  async state(): Promise<string> {
    const found = await this.#database
      .selectFrom('gold')
      .select(({ fn }) => [fn.countAll().as('count'), fn.max('at').as('newest')])
      .select(({ fn }) => fn.max('undone_at').as('undone'))
      .executeTakeFirst();
    return `${found?.count} ${found?.newest} ${found?.undone}`;
  }

  #stored() {
    return this.#database
      .selectFrom('gold')
      .selectAll()
      .select(sql<unknown>`crc`.as('crc'))
      .where('undone_at', 'is', null);
  }

  #ofRun(run: string) {
    return this.#database
      .selectFrom('tickets')
      .innerJoin('gold', 'gold.address', 'tickets.address')
      .selectAll('gold')
      .select(sql<unknown>`gold.crc`.as('crc'))
      .select(['tickets.row as ticketRow', 'tickets.id as ticketId'])
      .where('tickets.run', '=', run)
      .where('gold.undone_at', 'is', null);
  }

  #standing(run: string) {
    return this.#ofRun(run)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('gold as newer')
              .select('newer.at')
              .whereRef('newer.address', '=', 'gold.address')
              .whereRef('newer.at', '>', 'gold.at')
              .where('newer.undone_at', 'is', null),
          ),
        ),
      )
      .orderBy('tickets.row');
  }

  #whole(found: readonly OfTicket[]): TicketLabel[] {
    return found
      .filter((label) => this.isWhole(label))
      .map(({ crc: _, ticketRow, ticketId, ...label }) => ({
        ...label,
        row: ticketRow,
        id: ticketId,
      }));
  }
}
