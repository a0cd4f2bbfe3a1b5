import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';

/** What a run's dockets cost, retries and failures included. */
export interface Costs {
  dockets: number;
  /** Dollars; null where some call's cost is not known. */
  cost: number | null;
  calls: number;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
}

export const noCosts: Costs = {
  dockets: 0,
  cost: 0,
  calls: 0,
  tokensIn: 0,
  tokensCached: 0,
  tokensOut: 0,
};

export async function readCosts(database: Kysely<Tables>, run: string): Promise<Costs> {
  const row = await database
    .selectFrom('dockets')
    .select(({ fn, eb }) => [
      fn.count(eb.case().when('carrier', 'is', null).then(1).end()).as('dockets'),
      fn.sum('calls').as('calls'),
      fn.sum('tokens_in').as('tokensIn'),
      fn.sum('tokens_cached').as('tokensCached'),
      fn.sum('tokens_out').as('tokensOut'),
    ])
    .where('run', '=', run)
    .executeTakeFirst();
  const paid = await database
    .selectFrom('calls')
    .select(({ fn }) => [
      fn.sum('cost').as('cost'),
      fn.count('cost').as('priced'),
      fn.countAll().as('calls'),
    ])
    .where('run', '=', run)
    .where('state', '!=', 'intent')
    .executeTakeFirst();
  return {
    dockets: Number(row?.dockets ?? 0),
    cost: paid?.priced === paid?.calls ? Number(paid?.cost ?? 0) : null,
    calls: Number(row?.calls ?? 0),
    tokensIn: Number(row?.tokensIn ?? 0),
    tokensCached: Number(row?.tokensCached ?? 0),
    tokensOut: Number(row?.tokensOut ?? 0),
  };
}
