import { UserMistake } from '../../domain/mistake.ts';
import { shellWord } from '../../domain/text/shell-word.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import { ownCommand } from '../../installation.ts';
import { type DamagedRow, describeDamage } from '../../ledger/health/check-rows.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { openExisting } from '../../ledger/open-ledger.ts';
import { explainUnwritable } from '../../ledger/sqlite/unwritable.ts';

type Place = Pick<Ledger, 'location'>;

/**
 * What broke on a ledger: the mistake that names the damaged row, where there is one, or else what was thrown.
 * @param signal ends the search of a row
 */
export async function explainDamage(
  ledger: Ledger,
  thrown: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const error = explainUnwritable(thrown);
  if (error instanceof UserMistake) return error;
  const damaged = await ledger.health.firstDamaged(signal).catch(() => undefined);
  return damaged === undefined ? error : mistakeOf(ledger, damaged, error);
}

/** The same where the ledger is closed by now. */
export async function explainDamageAt(location: string, thrown: unknown): Promise<unknown> {
  const ledger = await openExisting(location).catch(() => undefined);
  if (ledger === undefined) return thrown;
  try {
    return await explainDamage(ledger, thrown);
  } finally {
    await ledger.close();
  }
}

/** Does the work; what it breaks on is explained. */
export async function explained<Result>(
  ledger: Ledger,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw await explainDamage(ledger, error);
  }
}

/** What is damaged, in one line that says what to do. */
export function mistakeOf({ location }: Place, damaged: DamagedRow, cause: unknown): UserMistake {
  const place = withoutPassword(location);
  const mend = `${ownCommand()} ledger check --repair --ledger ${shellWord(place)}`;
  return new UserMistake(
    `${place}: ${describeDamage(damaged)}; what can be mended is mended by: ${mend}`,
    { cause },
  );
}
