import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { UserMistake } from '../domain/mistake.ts';
import { Ledger } from './ledger.ts';
import { migrations, type Tables } from './schema.ts';

/**
 * Opens a SQLite ledger, made where there is none and brought up to date.
 * @throws UserMistake where the path can't be written or holds something else
 */
export async function openLedger(location: string): Promise<Ledger> {
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: () => Promise.resolve(openFile(location)) }),
  });
  try {
    const { error } = await new Migrator({
      db: database,
      provider: { getMigrations: async () => migrations },
    }).migrateToLatest();
    if (error !== undefined) throw error;
  } catch (error) {
    await database.destroy();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserMistake(
      /previously executed migration/.test(reason)
        ? `the ledger ${location} was written by a newer version; update ticket-tribunal or name another --ledger`
        : `can't use ${location} as a ledger (${reason}); name another with --ledger`,
      { cause: error },
    );
  }
  return new Ledger(database, location);
}

function openFile(location: string) {
  mkdirSync(path.dirname(location), { recursive: true });
  const file = new Database(location);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('busy_timeout = 10000');
  return file;
}
