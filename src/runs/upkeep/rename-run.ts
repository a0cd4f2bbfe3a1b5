import { UserMistake } from '../../domain/mistake.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/** Characters: it heads lists. */
const longestName = 80;

/** What a run is called, and what is noted of it; empty for nothing, and as it is where left out. */
export interface RunAbout {
  name?: string | undefined;
  note?: string | undefined;
}

/** Names a run and notes something of it. @throws UserMistake for a name that means another run */
export async function renameRun(ledger: Ledger, run: string, { name, note }: RunAbout) {
  const change = {
    ...(name === undefined ? {} : { name: await freeName(ledger, run, name) }),
    ...(note === undefined ? {} : { note: note || null }),
  };
  await ledger.runs.update(run, change);
  return change;
}

async function freeName(ledger: Ledger, run: string, name: string): Promise<string | null> {
  if (name.length > longestName)
    throw new UserMistake(`a name has up to ${longestName} characters; a note takes more`);
  if (name === '') return null;
  const taken = (await ledger.runs.find(name)) ?? (await ledger.runs.named(name));
  if (taken !== undefined && taken.id !== run)
    throw new UserMistake(`run ${taken.id} is called "${name}" already; choose another name`);
  return name;
}
