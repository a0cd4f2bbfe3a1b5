import {
  type Dialect,
  Kysely,
  type Migration,
  Migrator,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import pg from 'pg';
import { UserMistake } from '../../domain/mistake.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import { Ledger } from '../ledger.ts';
import { migrations } from '../migrations.ts';
import type { Tables } from '../schema.ts';
import { explainUnopened } from './explain-unopened.ts';
import { Patience } from './patience.ts';
import { PostgresDriver, type TimedQuery } from './postgres-driver.ts';

const mostConnections = 6;
/** A server that takes longer to answer isn't there; milliseconds. */
const connectTimeout = 5_000;
/**
 * What the server does on its side about a machine that was cut off: within 20 seconds it ends a transaction of which
 * nothing more is heard, so that its locks hold up nobody, and a connection whose end doesn't answer.
 */
const session = [
  'set idle_in_transaction_session_timeout = 20000',
  'set tcp_keepalives_idle = 10',
  'set tcp_keepalives_interval = 5',
  'set tcp_keepalives_count = 2',
  'set tcp_user_timeout = 20000',
].join('; ');

/**
 * Opens a ledger in a PostgreSQL database, its tables made where there are none and brought up to
 * date. Once it is open it waits for a server that goes away, without end.
 * @param make whether tables are made where there are none; nothing is returned otherwise
 * @throws UserMistake where the server can't be reached, or refuses
 */
export async function openPostgres(location: string, make: boolean): Promise<Ledger | undefined> {
  const patience = new Patience();
  const pool = makePool(location);
  const database = new Kysely<Tables>({ dialect: dialectFor(pool, patience) });
  try {
    const schema = await findSchema(database);
    if (!make && !(await hasTables(database, schema))) {
      await database.destroy();
      return undefined;
    }
    await migrate(database, schema);
  } catch (error) {
    await database.destroy();
    throw explainUnopened(error, withoutPassword(location));
  }
  patience.isOpen = true;
  return new Ledger(database, {
    location: withoutPassword(location),
    engine: 'postgres',
    patience,
    pool,
  });
}

function makePool(location: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: location,
    max: mostConnections,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    async onConnect(client: pg.ClientBase) {
      const query: TimedQuery = { text: session, query_timeout: connectTimeout };
      await client.query(query);
    },
    fallback_application_name: 'ticket-tribunal',
    types: { getTypeParser },
  });
  // What is lost while nobody asks it anything is replaced when somebody does.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Counts and sums are numbers, as they are from SQLite. */
const getTypeParser: typeof pg.types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC
    ? Number
    : pg.types.getTypeParser(type, format as 'text');

function dialectFor(pool: pg.Pool, patience: Patience): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PostgresDriver(pool, patience),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** The first schema of the connection's `search_path` that there is. */
async function findSchema(database: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(
    database,
  );
  const schema = rows[0]?.schema;
  if (typeof schema === 'string') return schema;
  throw new UserMistake('no schema of the search_path is there; create it, or name another');
}

async function hasTables(database: Kysely<Tables>, schema: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_tables
    where schemaname = ${schema} and tablename = 'kysely_migration'`.execute(database);
  return rows.length > 0;
}

/** All or nothing, and one process at a time: the migrator takes a lock and opens a transaction. */
async function migrate(database: Kysely<Tables>, schema: string): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ordered },
    migrationTableSchema: schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * The same migrations; what they made is put in order as SQLite does it, byte by byte, when the last
 * one is done: all that are due are done in one transaction.
 */
const ordered: Record<string, Migration> = Object.fromEntries(
  Object.entries(migrations).map(([name, { up }], index, { length }) => [
    name,
    {
      async up(database: Kysely<unknown>) {
        await up(database);
        if (index === length - 1) await orderByBytes(database);
      },
    },
  ]),
);

async function orderByBytes(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select relname as table, attname as column
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
      and relname not like 'kysely_%' and atttypid = 'text'::regtype
      and attcollation <> '"C"'::regcollation and not attisdropped
    order by relname, attnum`.execute(database);
  for (const table of new Set(rows.map((row) => row.table))) {
    const columns = rows.filter((row) => row.table === table);
    const parts = columns.map(
      ({ column }) => sql`alter column ${sql.id(column)} type text collate "C"`,
    );
    await sql`alter table ${sql.id(table)} ${sql.join(parts)}`.execute(database);
  }
}
