import { UserMistake } from '../../domain/mistake.ts';
import { isOfNewerVersion } from '../migrations.ts';
import { codeOf, isLostConnection } from './lost-connection.ts';

/** What keeps a database of PostgreSQL from being opened, in one line that says what to do. */
export function explainUnopened(error: unknown, location: string): Error {
  if (error instanceof UserMistake) return error;
  // Its cause would have the password in it.
  if (error instanceof Error && codeOf(error) === 'ERR_INVALID_URL')
    return new UserMistake(
      `--ledger is no address of a PostgreSQL database (${location}); it looks like postgres://user@host:5432/name, with special characters of a password as in %40`,
    );
  const reason = reasonOf(error);
  return new UserMistake(say(error, location, reason), { cause: error });
}

function say(error: unknown, location: string, reason: string): string {
  if (isOfNewerVersion(error))
    return `the ledger ${location} was written by a newer version; update ticket-tribunal or name another --ledger`;
  const code = error instanceof Error ? codeOf(error) : '';
  if (code.startsWith('28') || /password must be a string/.test(reason))
    return `${location} refuses the user or the password (${reason}); set PGPASSWORD, or mend --ledger`;
  if (code === '3D000')
    return `there is no such database at ${location} (${reason}); make it with createdb, or name another with --ledger`;
  if (code === '42501')
    return `the user of ${location} may not do this there (${reason}); grant create on the schema to that role, or name another --ledger`;
  if (isLostConnection(error) || code.startsWith('E'))
    return `can't reach the ledger at ${location} (${reason}); start the server, or mend --ledger`;
  return `can't use ${location} as a ledger (${reason}); name another with --ledger`;
}

/** In one line; a name with several addresses fails once for each. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
