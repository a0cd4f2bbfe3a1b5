import { type ReadOptions, runOptionsOf } from '../../runs/run-options.ts';
import type { Settings } from '../../settings/schema.ts';
import { sameCommand } from '../drawing/next-command.ts';

/** Settings as commands get them. */
export type RunFlags = Settings & { ledger: string };

/** @throws UserMistake for settings that don't go together */
export function readRunOptions(files: string | readonly string[], settings: Settings): ReadOptions {
  return { ...runOptionsOf(files, settings), command: sameCommand() };
}
