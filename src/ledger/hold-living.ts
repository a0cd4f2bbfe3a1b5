import type { Transaction } from 'kysely';
import type { Engine } from './ledger-place.ts';
import type { Tables } from './schema.ts';

/** Those among the processes that the ledger still knows. Whoever gives one of them up waits until this is committed. */
export async function holdLiving(
  transaction: Transaction<Tables>,
  engine: Engine,
  processes: string[],
): Promise<Set<string>> {
  const living =
    engine === 'postgres'
      ? transaction.selectFrom('processes').select('id').where('id', 'in', processes).forKeyShare()
      : // A transaction that begins by writing keeps all others from it.
        transaction
          .updateTable('processes')
          .set(({ ref }) => ({ pid: ref('pid') }))
          .where('id', 'in', processes)
          .returning('id');
  return new Set((await living.execute()).map(({ id }) => id));
}
