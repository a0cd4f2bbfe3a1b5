import type Database from 'libsql';
import { UserMistake } from '../domain/mistake.ts';

/** What the header of our files says: `TRIB`. The first version did not write it. */
const ownMark = 0x54524942;
/** The tables by which a file of the first version is known. */
const ownTables = ['kysely_migration', 'runs', 'decisions'];
const mostNamed = 4;

/**
 * Sees to it that a file without tables becomes ours, and that no other is touched that is not.
 * @throws UserMistake for a database of another program
 */
export function claimFile(location: string, file: Database.Database): void {
  const tables = (
    file.prepare("select name from sqlite_master where type = 'table' order by name").all() as {
      name: string;
    }[]
  ).map(({ name }) => name);
  const [{ application_id: mark }] = file.pragma('application_id') as [{ application_id: number }];
  if (mark === ownMark || ownTables.every((name) => tables.includes(name))) return;
  if (tables.length === 0 && mark === 0) {
    file.pragma(`application_id = ${ownMark}`);
    return;
  }
  const named = `${tables.slice(0, mostNamed).join(', ')}${tables.length > mostNamed ? ', …' : ''}`;
  throw new UserMistake(
    `${location} is a database of another program${named === '' ? '' : ` (tables: ${named})`} and was left as it is; name another file with --ledger`,
  );
}
