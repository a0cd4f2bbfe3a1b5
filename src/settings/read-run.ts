import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunRow } from '../ledger/schema.ts';
import type { RunSettings } from './settings.ts';

/**
 * A run by its id or name, by a beginning or ending that is of no other id, or by `last`, which is the
 * newest one that judged a file, as where none is named.
 * @throws UserMistake that names the nearest where there is none
 */
export async function readRun(
  ledger: Ledger,
  named = 'last',
): Promise<RunRow & { settings: string; parsed: RunSettings }> {
  const run =
    (await ledger.runs.find(named)) ??
    (await ledger.runs.named(named)) ??
    (await findRun(ledger, named));
  return { ...run, parsed: JSON.parse(run.settings) as RunSettings };
}

/** The part of a run's id by which a person names it. */
export function shortRun(id: string): string {
  return /^\d{8}-\d{6}-([a-z]+)$/.exec(id)?.[1] ?? id;
}

async function findRun(ledger: Ledger, named: string): Promise<RunRow> {
  const ids = await ledger.runs.ids();
  const last = named === 'last' ? await newest(ledger) : undefined;
  if (last !== undefined) return last;
  if (ids.length === 0 || named === 'last')
    throw new UserMistake(`${ledger.location} holds no runs yet; start one`, {
      next: ['batch', 'FILE'],
    });
  const meant = ids.filter((id) => id.startsWith(named) || id.endsWith(named));
  const only = meant.length === 1 ? await ledger.runs.find(meant[0] ?? '') : undefined;
  if (only !== undefined) return only;
  throw new UserMistake(
    meant.length === 0
      ? `there is no run ${named}; the nearest is ${nearest(named, [...ids, ...ids.map(shortRun)]) ?? ids[0]}`
      : `${meant.length} runs begin or end with ${named}, as ${meant.slice(0, 3).join(', ')}; name more of one`,
    { next: ['runs', 'list'] },
  );
}

async function newest(ledger: Ledger): Promise<RunRow | undefined> {
  return (await ledger.runs.all()).find(judgesTickets);
}

/** Whether a run brings tickets to decisions; others only look into some. */
export function judgesTickets({ workflow }: Pick<RunRow, 'workflow'>): boolean {
  return !['discover', 'rejudge', 'calibrate', 'sharpen'].includes(workflow);
}
