import type { Kysely } from 'kysely';
import type { LearnedRow, Tables } from '../schema.ts';

/** Models that are kept; the oldest goes when one more is learned. */
const mostKept = 20;

/** What the embedded model was taught. */
export class LearnedRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** Keeps a model. What was learned again from the same counts as new. */
  async add(model: LearnedRow): Promise<void> {
    await this.#database
      .insertInto('learned')
      .values(model)
      .onConflict((conflict) =>
        conflict.column('address').doUpdateSet({ at: model.at, command: model.command }),
      )
      .execute();
    const old = await this.#database
      .selectFrom('learned')
      .select('address')
      .orderBy('at', 'desc')
      .limit(1000)
      .offset(mostKept)
      .execute();
    if (old.length === 0) return;
    await this.#database
      .deleteFrom('learned')
      .where(
        'address',
        'in',
        old.map(({ address }) => address),
      )
      .execute();
  }

  /** All of them without their bodies, newest first. */
  async list(): Promise<Omit<LearnedRow, 'body'>[]> {
    return this.#database
      .selectFrom('learned')
      .select(['address', 'version', 'themes', 'sources', 'place', 'command', 'at'])
      .orderBy('at', 'desc')
      .execute();
  }

  async find(address: string): Promise<LearnedRow | undefined> {
    return this.#database
      .selectFrom('learned')
      .selectAll()
      .where('address', '=', address)
      .executeTakeFirst();
  }
}
