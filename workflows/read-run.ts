import { nearest, UserMistake } from '../src/domain/mistake.ts';
import { ownCommand } from '../src/installation.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { RunRow } from '../src/ledger/schema.ts';
import type { RunSettings } from './run-settings.ts';

/**
 * A run by its id or name, or the newest one that heard a file.
 * @throws UserMistake that names the nearest where there is none
 */
export async function readRun(
  ledger: Ledger,
  id: string | undefined,
): Promise<RunRow & { settings: string; parsed: RunSettings }> {
  const run = id === undefined ? await newest(ledger) : await find(ledger, id);
  if (run !== undefined) return { ...run, parsed: JSON.parse(run.settings) as RunSettings };
  const known = (await ledger.runs.all()).map((row) => row.id);
  if (known.length === 0 || id === undefined)
    throw new UserMistake(
      `${ledger.location} holds no runs yet; start one with: ${ownCommand()} batch FILE`,
    );
  throw new UserMistake(
    `there is no run ${id}; the nearest is ${nearest(id, known) ?? known[0]} (see: ${ownCommand()} runs list)`,
  );
}

async function find(ledger: Ledger, word: string): Promise<RunRow | undefined> {
  return (await ledger.runs.find(word)) ?? (await ledger.runs.named(word));
}

async function newest(ledger: Ledger): Promise<RunRow | undefined> {
  const besides = ['rejudge', 'calibrate'];
  return (await ledger.runs.all()).find(({ workflow }) => !besides.includes(workflow));
}
