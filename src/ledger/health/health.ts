import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { CopiedTable } from '../copying/row-shapes.ts';
import type { Engine } from '../ledger-place.ts';
import type { Tables } from '../schema.ts';
import { sqliteFault } from '../sqlite/unwritable.ts';
import { checkRows, type DamagedRow, matches } from './check-rows.ts';
import { countOrphans, orphanDeletions } from './orphans.ts';

export interface Health {
  rows: number;
  /** What SQLite says of its own pages and indexes; PostgreSQL sees to that by itself. */
  pages: string[];
  damaged: DamagedRow[];
  orphans: Record<string, number>;
}

/** What is made again from what else there is: by the same command, from answers that are paid, or by asking once more. */
const replaceable = new Set<CopiedTable>([
  ...([
    'decisions',
    'routings',
    'answers',
    'unanswered',
    'spans',
    'span_bodies',
    'replays',
  ] as const),
]);

/** Whether a ledger is whole, and what of it can be mended. */
export class HealthCheck {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;

  constructor(database: Kysely<Tables>, engine: Engine) {
    this.#database = database;
    this.#engine = engine;
  }

  async check(): Promise<Health> {
    const health: Health = { rows: 0, pages: await this.#checkPages(), damaged: [], orphans: {} };
    const damaged = checkRows(this.#database, (rows) => {
      health.rows = rows;
    });
    for await (const row of damaged) health.damaged.push(row);
    // What can't be read can't be counted either.
    if (!health.damaged.some(({ what }) => what.startsWith("can't be read")))
      health.orphans = await countOrphans(this.#database);
    return health;
  }

  /** A row that is not as it should be, where there is one and it is found before the signal fires. */
  async firstDamaged(signal?: AbortSignal): Promise<DamagedRow | undefined> {
    for await (const row of checkRows(this.#database, () => {}, signal)) return row;
    return undefined;
  }

  /** Makes indexes anew, and deletes what belongs to nothing and damaged rows that can be made again. */
  async repair({ pages, damaged }: Health): Promise<void> {
    if (pages.length > 0) await this.#try(sql`reindex`);
    for (const { table, key } of damaged) {
      if (!replaceable.has(table) || Object.keys(key).length === 0) continue;
      await this.#try(sql`delete from ${sql.table(table)} where ${matches(key)}`);
      // The same command then takes the run up, and decides the ticket from answers that are paid.
      if (table === 'decisions')
        await this.#try(
          sql`update runs set status = 'interrupted' where id = ${key.run} and status = 'finished'`,
        );
    }
    for (const deletion of orphanDeletions) await this.#try(deletion);
  }

  /** What a damaged page keeps from being done shows in the next check. */
  async #try(statement: RawBuilder<unknown>): Promise<void> {
    await statement.execute(this.#database).catch((error: unknown) => {
      if (sqliteFault(error) !== 'CORRUPT') throw error;
    });
  }

  async #checkPages(): Promise<string[]> {
    if (this.#engine === 'postgres') return [];
    return sql<{ integrity_check: string }>`pragma integrity_check(20)`
      .execute(this.#database)
      .then(
        ({ rows }) => rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        (error: unknown) => {
          if (sqliteFault(error) !== 'CORRUPT') throw error;
          return [error instanceof Error ? error.message : String(error)];
        },
      );
  }
}
