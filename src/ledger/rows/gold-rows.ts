import { type Kysely, sql } from 'kysely';
import type { GroupCommit } from '../group-commit.ts';
import type { GoldRow, Tables } from '../schema.ts';
import type { LabelRows } from '../views/label-rows.ts';
import { inParts } from './in-parts.ts';

export type NewLabel = Omit<GoldRow, 'at' | 'undone_at'>;

/** People's labels, as they are written and undone. */
export class GoldRows {
  readonly #database: Kysely<Tables>;
  readonly #commits: GroupCommit;
  readonly #labels: LabelRows;

  constructor(database: Kysely<Tables>, commits: GroupCommit, labels: LabelRows) {
    this.#database = database;
    this.#commits = commits;
    this.#labels = labels;
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
        .select(sql<unknown>`crc`.as('crc'))
        .where('address', 'in', part)
        .orderBy('at')
        .execute(),
    );
    const newest = new Map(known.map(({ address, at }) => [address, Number(at)]));
    const given = known.filter((label) => label.undone_at === null);
    const standing = new Map(given.map((label) => [label.address, label]));
    const wanted = [...byAddress.values()].filter(({ address, themes }) => {
      const present = standing.get(address);
      if (present === undefined || !this.#labels.isWhole(present)) return true;
      return present.themes !== themes && mayReplace(present);
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
}
