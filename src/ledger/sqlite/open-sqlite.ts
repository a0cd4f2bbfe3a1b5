import { closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_MIGRATION_TABLE, Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { UserMistake } from '../../domain/mistake.ts';
import { makeTemporaryFolder, privateFile, privateFolder } from '../../private-files.ts';
import { Ledger } from '../ledger.ts';
import { givesBack, LedgerFile } from '../ledger-file.ts';
import { isOfNewerVersion, migrations } from '../migrations.ts';
import { claimFile } from '../own-file.ts';
import { refuseWrites } from '../refuse-writes.ts';
import type { Tables } from '../schema.ts';
import { storable } from '../storable.ts';
import { sqliteFault } from './unwritable.ts';

/**
 * Opens a SQLite ledger, made where there is none and brought up to date.
 * @param make whether it is to be written; one that can only be read is read all the same otherwise
 * @throws UserMistake where the path can't be written or holds something else
 */
export async function openSqlite(location: string, make: boolean): Promise<Ledger> {
  try {
    const { database, file } = await openDatabase(location, location);
    return new Ledger(database, { location, engine: 'sqlite', file });
  } catch (error) {
    if (error instanceof UserMistake) throw error;
    if (!make && isReadOnly(error)) return openCopy(location);
    throw explain(error, location);
  }
}

/** SQLite writes to files beside a ledger even to read it: where it may not, a copy is read. */
async function openCopy(location: string): Promise<Ledger> {
  try {
    const folder = await makeTemporaryFolder();
    const copy = path.join(folder, 'ledger.db');
    for (const ending of ['', '-wal'])
      if (existsSync(location + ending)) {
        await copyFile(location + ending, copy + ending, constants.COPYFILE_FICLONE);
        await chmod(copy + ending, privateFile);
      }
    const { database } = await openDatabase(copy, location);
    return new Ledger(database.withPlugin(refuseWrites(location)), { location, engine: 'sqlite' });
  } catch (error) {
    throw error instanceof UserMistake ? error : explain(error, location);
  }
}

/** @param name what it is called in messages */
async function openDatabase(location: string, name: string) {
  let file: Database.Database | undefined;
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: async () => {
        file = openFile(location, name);
        return file;
      },
    }),
  });
  try {
    await migrate(database, (statement) => file?.exec(statement));
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return { database, file: file && new LedgerFile(location, file) };
}

function isReadOnly(error: unknown): boolean {
  return ['READONLY', 'CANTOPEN'].includes(sqliteFault(error) ?? '');
}

function explain(error: unknown, location: string): UserMistake {
  if (sqliteFault(error) === 'BUSY')
    return new UserMistake(
      `another process holds the ledger ${location} and does not let go of it; let that one go on or end it, then run the same command again`,
      { cause: error },
    );
  const reason = error instanceof Error ? error.message : String(error);
  return new UserMistake(
    isOfNewerVersion(error)
      ? `the ledger ${location} was written by a newer version; update ticket-tribunal or name another --ledger`
      : `can't use ${location} as a ledger (${reason}); name another with --ledger`,
    { cause: error },
  );
}

/**
 * Brings the tables up to date, all or nothing, and one process at a time. The migrator opens no
 * transaction on SQLite, so it gets one, on the one connection that there is.
 */
async function migrate(database: Kysely<Tables>, run: (statement: string) => void): Promise<void> {
  const done = await namesOfMigrations(database);
  const isCurrent = Object.keys(migrations).every((name) => done.has(name));
  // The migrator looks at every column of every table before it finds that there is nothing to do.
  if (isCurrent && done.size === Object.keys(migrations).length) return;
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
  });
  if (!isCurrent) run('begin immediate');
  const { error } = await migrator.migrateToLatest();
  if (!isCurrent) run(error === undefined ? 'commit' : 'rollback');
  if (error !== undefined) throw error;
}

/** Of those that were carried out; of a newer version's, too, at which the migrator then takes offence. */
async function namesOfMigrations(database: Kysely<Tables>): Promise<Set<string>> {
  const tables = sql<{
    name: string;
  }>`select name from sqlite_master where name = ${DEFAULT_MIGRATION_TABLE}`;
  if ((await tables.execute(database)).rows.length === 0) return new Set();
  const names = sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`;
  return new Set((await names.execute(database)).rows.map(({ name }) => name));
}

function openFile(location: string, name: string) {
  mkdirSync(path.dirname(location), { recursive: true, mode: privateFolder });
  // The files beside it get its mode.
  if (!existsSync(location)) closeSync(openSync(location, 'a', privateFile));
  const file = new Database(location);
  file.pragma('busy_timeout = 10000');
  // Without effect where the file has tables already.
  file.pragma(givesBack);
  claimFile(name, file);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  return keepInsertions(file);
}

/** Insertions are few and often repeated: each is prepared once. */
function keepInsertions(file: Database.Database): Database.Database {
  const prepare = file.prepare.bind(file);
  const insertions = new Map<string, Database.Statement>();
  file.prepare = ((source: string) => {
    if (!source.startsWith('insert')) return takeStorable(prepare(source));
    const statement = insertions.get(source) ?? takeStorable(prepare(source));
    insertions.set(source, statement);
    return statement;
  }) as typeof file.prepare;
  return file;
}

function takeStorable(statement: Database.Statement): Database.Statement {
  for (const name of ['all', 'run', 'iterate'] as const) {
    const ask = statement[name].bind(statement) as (values: unknown[]) => never;
    statement[name] = (values: unknown[] = []) => ask(values.map(storable));
  }
  return statement;
}
