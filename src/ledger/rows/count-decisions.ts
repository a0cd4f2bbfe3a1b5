import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** Tickets by what became of them, and the answers that their decisions found there already. */
export type DecisionCounts = Record<'decided' | 'review' | 'failed' | 'reused', number>;

export async function countDecisions(
  database: Kysely<Tables>,
  run: string,
): Promise<DecisionCounts> {
  const counts: DecisionCounts = { decided: 0, review: 0, failed: 0, reused: 0 };
  const rows = await database
    .selectFrom('decisions')
    .select(({ fn }) => ['status', fn.countAll().as('count'), fn.sum('reused').as('reused')])
    .where('run', '=', run)
    .groupBy('status')
    .execute();
  for (const { status, count, reused } of rows) {
    counts[status as 'decided' | 'review' | 'failed'] = Number(count);
    counts.reused += Number(reused);
  }
  return counts;
}
