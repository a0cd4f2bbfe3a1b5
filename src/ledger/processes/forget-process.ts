import { type Kysely, sql } from 'kysely';
import type { ProcessRow } from '../postgres/shared-schema.ts';
import type { Tables } from '../schema.ts';
import { closeCalls } from './close-calls.ts';

/** A process that was taken out of the ledger, and what it left behind. */
export interface Forgotten extends ProcessRow {
  /** Of a worker: the portions that it held, and its calls that may have been billed. */
  portions: number;
  unknownCalls: number;
}

/**
 * Takes a process that is no more out of the ledger, with its claims. Of a worker's calls those that had left and are
 * not settled become unknown, and those that had not are forgotten; others answer for what it held. Whoever deletes
 * the row does the rest: nothing is returned to all others.
 * @param silentSince spares a process that has shown itself since, by the ledger's clock
 */
export async function forgetProcess(
  database: Kysely<Tables>,
  id: string,
  silentSince?: ReturnType<typeof sql<number>>,
): Promise<Forgotten | undefined> {
  return database.transaction().execute(async (transaction) => {
    const deleted = await transaction
      .deleteFrom('processes')
      .where('id', '=', id)
      .$if(silentSince !== undefined, (query) =>
        query.where('beat_at', '<', silentSince ?? sql<number>`0`),
      )
      .returningAll()
      .executeTakeFirst();
    // One that others see alive has claims to what it asks.
    if (deleted === undefined && silentSince !== undefined) return undefined;
    await transaction.deleteFrom('claims').where('process', '=', id).execute();
    if (deleted === undefined) return undefined;
    if (deleted.role !== 'worker') return { ...deleted, portions: 0, unknownCalls: 0 };
    const held = await transaction
      .selectFrom('holdings')
      .select('run')
      .where('process', '=', id)
      .execute();
    const runs = await runsOf(transaction, deleted, held);
    const { unknown: unknownCalls, unsent } = await closeCalls(transaction, runs, id);
    // What they had taken of the run's budget was not spent.
    for (const run of unsent)
      await transaction
        .updateTable('allotments')
        .set(({ eb }) => ({ rest: eb('rest', '+', 1) }))
        .where('key', '=', run)
        .where('of', '=', 'calls')
        .execute();
    return { ...deleted, portions: held.length, unknownCalls };
  });
}

/** Calls are found by their run: one that goes on, one of what it held, or the one that it told of last. */
async function runsOf(
  database: Kysely<Tables>,
  { run }: ProcessRow,
  held: readonly { run: string }[],
): Promise<string[]> {
  const running = await database
    .selectFrom('runs')
    .select('id')
    .where('status', '=', 'running')
    .execute();
  const last = run === null ? [] : [run];
  return [...new Set([...running.map(({ id }) => id), ...held.map((one) => one.run), ...last])];
}
