import { UserMistake } from '../../domain/mistake.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import { describeDamage } from '../../ledger/health/check-rows.ts';
import { openExisting } from '../../ledger/open-ledger.ts';

/** The mistake that names the damaged row of the ledger that something broke on; nothing where no row is damaged. */
export async function explainDamage(
  location: string,
  cause: unknown,
): Promise<UserMistake | undefined> {
  const ledger = await openExisting(location).catch(() => undefined);
  if (ledger === undefined) return undefined;
  try {
    const damaged = await ledger.health.firstDamaged();
    if (damaged === undefined) return undefined;
    const place = withoutPassword(location);
    return new UserMistake(`${place}: ${describeDamage(damaged)}`, {
      ...{ cause, next: ['ledger', 'check', '--repair'] },
    });
  } finally {
    await ledger.close();
  }
}
