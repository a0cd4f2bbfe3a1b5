import { isDeepStrictEqual } from 'node:util';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunOptions } from '../settings/options.ts';
import type { RunSettings } from '../settings/settings.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';
import { keyOf } from './take-up-run.ts';

/**
 * The file with the columns that the same command took for id, text and context when it was cut off: what is guessed
 * today may be another, and a run has one kind of tickets. Nothing where no run was cut off that was read otherwise.
 */
export async function readAsBefore(
  ledger: Ledger,
  workflow: string,
  file: TicketFile,
  options: RunOptions,
  settings: RunSettings,
): Promise<TicketFile | undefined> {
  if (options.fresh || file.readAs === undefined) return undefined;
  if ((await ledger.runs.newest(keyOf(workflow, file, options, settings))) !== undefined)
    return undefined;
  for (const run of await ledger.runs.all()) {
    if (run.workflow !== workflow || run.file !== file.place || run.status === 'finished') continue;
    const { roles, columns, header, command } = JSON.parse(run.settings) as RunSettings;
    const isSame =
      command === settings.command &&
      isDeepStrictEqual([columns, header], [file.columns, file.header]);
    if (isSame && keyOf(workflow, file, options, { ...settings, roles }) === run.key)
      return file.readAs(roles);
  }
  return undefined;
}
