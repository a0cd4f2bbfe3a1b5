import { type Kysely, sql } from 'kysely';
import type { GroupCommit } from '../group-commit.ts';
import { asWritten } from '../health/checksums.ts';
import type { GoldRow, Tables } from '../schema.ts';
import { inPages } from './in-pages.ts';
import { inParts } from './in-parts.ts';

export type NewLabel = Omit<GoldRow, 'at' | 'undone_at'>;

/** Labels read at a time where all of a run's are walked. */
const pageSize = 1000;

/** People's labels: written, undone, and read again. */
export class GoldRows {
  readonly #database: Kysely<Tables>;
  readonly #commits: GroupCommit;

  constructor(database: Kysely<Tables>, commits: GroupCommit) {
    this.#database = database;
    this.#commits = commits;
  }

  /** Keeps a label, which stands from now on. Its time is after that of all others of the ticket. */
  async add(label: NewLabel): Promise<GoldRow> {
    const newest = await this.#database
      .selectFrom('gold')
      .select(({ fn }) => fn.max('at').as('at'))
      .where('address', '=', label.address)
      .executeTakeFirst();
    const at = Math.max(Date.now(), Number(newest?.at ?? 0) + 1);
    const kept: GoldRow = { ...label, at, undone_at: null };
    await this.#commits.write({ gold: [kept] });
    return kept;
  }

  /**
   * Keeps labels of tickets that have none, or one that may be replaced and says otherwise. Of several
   * for one ticket's text the first counts.
   */
  async keep(
    labels: readonly NewLabel[],
    mayReplace: (standing: GoldRow) => boolean,
  ): Promise<void> {
    const byAddress = new Map(labels.toReversed().map((label) => [label.address, label]));
    const known = await inParts([...byAddress.keys()], (part) =>
      this.#database
        .selectFrom('gold')
        .selectAll()
        .where('address', 'in', part)
        .orderBy('at')
        .execute(),
    );
    const newest = new Map(known.map(({ address, at }) => [address, Number(at)]));
    const standing = new Map(
      known.filter((label) => label.undone_at === null).map((label) => [label.address, label]),
    );
    const wanted = [...byAddress.values()].filter(({ address, themes }) => {
      const present = standing.get(address);
      return present === undefined || (present.themes !== themes && mayReplace(present));
    });
    await this.#commits.write({
      gold: wanted.map((label) => ({
        ...label,
        at: Math.max(Date.now(), (newest.get(label.address) ?? 0) + 1),
        undone_at: null,
      })),
    });
  }

  /** Undoes the label that stands, where it is the one of that time. Returns whether it was. */
  async undo(address: string, at: number): Promise<boolean> {
    await this.#commits.flush();
    const { numUpdatedRows } = await this.#database
      .updateTable('gold')
      .set({ undone_at: Date.now() })
      .where('address', '=', address)
      .where('at', '=', at)
      .where('undone_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('gold as newer')
              .select('newer.at')
              .where('newer.address', '=', address)
              .where('newer.undone_at', 'is', null)
              .where('newer.at', '>', at),
          ),
        ),
      )
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** How many tickets of a run were labelled there since a time, by labels that nobody undid. */
  async countSince(run: string, time: number): Promise<number> {
    const row = await this.#database
      .selectFrom('gold')
      .select(({ fn }) => fn.count('address').distinct().as('tickets'))
      .where('run', '=', run)
      .where('at', '>=', time)
      .where('undone_at', 'is', null)
      .executeTakeFirst();
    return Number(row?.tickets ?? 0);
  }

  /** A run's tickets with the label that stands for each, in the file's order; also labels given in other runs. */
  async *standing(run: string): AsyncGenerator<GoldRow & { id: string }> {
    const pages = inPages(pageSize, (after, most) =>
      this.#database
        .selectFrom('tickets')
        .innerJoin('gold', 'gold.address', 'tickets.address')
        .select(['tickets.row', 'tickets.id', 'gold.run', 'gold.address', 'gold.themes'])
        .select(['gold.author', 'gold.at', 'gold.reason', 'gold.undone_at'])
        .where('tickets.run', '=', run)
        .where('tickets.row', '>', after)
        .where('gold.undone_at', 'is', null)
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
        .orderBy('tickets.row')
        .limit(most)
        .execute(),
    );
    for await (const page of pages) yield* page;
  }

  /** Every label of a run's tickets that nobody undid, oldest first; also those given in other runs. */
  async every(run: string) {
    return this.#database
      .selectFrom('gold')
      .innerJoin('tickets', 'tickets.address', 'gold.address')
      .select(['tickets.row', 'gold.themes', 'gold.author'])
      .where('tickets.run', '=', run)
      .where('gold.undone_at', 'is', null)
      .orderBy('gold.at')
      .execute();
  }

  /** The labels of a ticket that nobody undid, newest first. */
  async of(address: string): Promise<GoldRow[]> {
    const found = await this.#database
      .selectFrom('gold')
      .selectAll()
      .select(sql<unknown>`crc`.as('crc'))
      .where('address', '=', address)
      .where('undone_at', 'is', null)
      .orderBy('at', 'desc')
      .execute();
    return asWritten('gold', found).map(({ crc: _, ...label }) => label);
  }
}
