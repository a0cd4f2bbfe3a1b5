import { Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import pg from 'pg';
import { SharedPace } from '../../src/ledger/postgres/shared-pace.ts';
import type { Tables } from '../../src/ledger/schema.ts';
import { whenTestEnds } from './endings.ts';
import type { TestedEngine } from './engines.ts';

/** Opens paces over one new ledger, each as by a process of its own. */
export async function openPaces(engine: TestedEngine) {
  const { location } = await engine.open();
  return async (
    limits: { rpm?: number | undefined; tpm?: number | undefined },
    now?: () => RawBuilder<number>,
    endpoint = 'server',
  ): Promise<SharedPace> => {
    const pool = new pg.Pool({ connectionString: location, max: 2 });
    whenTestEnds(() => pool.end());
    const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    const pace = new SharedPace(database, endpoint, limits, now);
    await pace.enter();
    return pace;
  };
}
