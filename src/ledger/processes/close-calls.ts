import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/**
 * Closes the calls of processes that died, in some runs: those that had left and are not settled become unknown, those
 * that had not are forgotten. Returns how many are unknown, and the run of each that was forgotten.
 * @param process whose they are; anybody's where left out
 */
export async function closeCalls(
  database: Kysely<Tables>,
  runs: readonly string[],
  process?: string,
): Promise<{ unknown: number; unsent: string[] }> {
  if (runs.length === 0) return { unknown: 0, unsent: [] };
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
  const forgotten = await unsent.execute();
  const { numUpdatedRows } = await sent.executeTakeFirst();
  return { unknown: Number(numUpdatedRows), unsent: forgotten.map(({ run }) => run) };
}
