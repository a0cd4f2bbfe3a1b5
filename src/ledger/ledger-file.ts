import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'libsql';
import { UserMistake } from '../domain/mistake.ts';
import { privateFile, privateFolder } from '../private-files.ts';

/** What became of the space of deleted rows. */
export type GivenBack =
  | { kind: 'to the disk'; bytes: number }
  /** Others were at work on the ledger, or the disk has no room for what this takes. */
  | { kind: 'not yet'; reason: string }
  /** PostgreSQL keeps it for new rows until somebody calls VACUUM FULL. */
  | { kind: 'by VACUUM FULL' };

/** A file that was made so gives its free pages back in place; others are written anew, once, and are so then. */
export const givesBack = 'auto_vacuum = incremental';

/** Milliseconds that are waited for others where the file is to shrink. */
const patience = 2000;

/** The file of a SQLite ledger, as the system sees it. */
export class LedgerFile {
  readonly #location: string;
  readonly #database: Database.Database;
  readonly #inode: number | undefined;

  constructor(location: string, database: Database.Database) {
    this.#location = path.resolve(location);
    this.#database = database;
    this.#inode = inodeOf(this.#location);
  }

  /** Whether it was deleted or replaced since it was opened: the system then keeps it as long as it stays open. */
  get isGone(): boolean {
    return inodeOf(this.#location) !== this.#inode;
  }

  /** Gives its free pages back to the disk. */
  shrink(): GivenBack {
    const database = this.#database;
    const before = sizeOf(this.#location);
    const [{ timeout }] = database.pragma('busy_timeout') as [{ timeout: number }];
    const [{ auto_vacuum }] = database.pragma('auto_vacuum') as [{ auto_vacuum: number }];
    try {
      database.pragma(`busy_timeout = ${patience}`);
      if (auto_vacuum !== 0) database.exec('pragma incremental_vacuum');
      else database.exec(`pragma ${givesBack}; vacuum`);
      database.pragma('wal_checkpoint(truncate)');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return { kind: 'not yet', reason: error.message };
    } finally {
      database.pragma(`busy_timeout = ${timeout}`);
    }
    return { kind: 'to the disk', bytes: Math.max(0, before - sizeOf(this.#location)) };
  }

  /** Writes what is gone anew: where it was if nothing is there, or else as near as it can be. Says so. */
  rescue(): UserMistake {
    const was = `the ledger ${this.#location} was deleted while the command ran`;
    let reason = '';
    for (const place of this.#places())
      try {
        this.#writeTo(place);
        return new UserMistake(
          place === this.#location
            ? `${was}; all up to here is written there again: run the same command again`
            : `${was}; all up to here is in ${place}: run the same command again with --ledger ${place}`,
        );
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    return new UserMistake(`${was}, and could be written nowhere else (${reason})`);
  }

  #places(): string[] {
    const { dir, name, ext } = path.parse(this.#location);
    const saved = `${name}-saved-${Date.now()}${ext}`;
    return [this.#location, ...[dir, '.', tmpdir()].map((folder) => path.resolve(folder, saved))];
  }

  #writeTo(place: string): void {
    mkdirSync(path.dirname(place), { recursive: true, mode: privateFolder });
    closeSync(openSync(place, 'wx', privateFile));
    // What is left beside it is of the file that is gone.
    for (const ending of ['-wal', '-shm']) rmSync(`${place}${ending}`, { force: true });
    try {
      this.#database.exec(`vacuum into '${place.replaceAll("'", "''")}'`);
    } catch (error) {
      rmSync(place, { force: true });
      throw error;
    }
  }
}

function inodeOf(file: string): number | undefined {
  try {
    return statSync(file).ino;
  } catch {
    return undefined;
  }
}

function sizeOf(location: string): number {
  return [location, `${location}-wal`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
