import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * Closes the calls of processes that died, in some runs: those that had left and are not settled become unknown, those
 * that had not are forgotten, and count no more against a run's budget. Returns how many are unknown.
 * @param process whose they are; anybody's where left out
 */
export async function closeCalls(
  database: Kysely<Tables>,
  runs: readonly string[],
  process?: string,
): Promise<number> {
  if (runs.length === 0) return 0;
  let unsent = database
    .deleteFrom('calls')
    .where('run', 'in', runs)
    .where('state', '=', 'intent')
    .returning('run');
  let sent = database
    .updateTable('calls')
    .set({ state: 'unknown' })
    .where('run', 'in', runs)
    .where('state', '=', 'sent');
  if (process !== undefined) {
    unsent = unsent.where('process', '=', process);
    sent = sent.where('process', '=', process);
  }
  for (const { run } of await unsent.execute())
    await database
      .updateTable('allotments')
      .set(({ eb }) => ({ rest: eb('rest', '+', 1) }))
      .where('key', '=', run)
      .where('of', '=', 'calls')
      .execute();
  const { numUpdatedRows } = await sent.executeTakeFirst();
  return Number(numUpdatedRows);
}
