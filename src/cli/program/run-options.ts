import { readRunOptions as readFlags } from '../../runs/read-flags.ts';
import type { ReadOptions } from '../../runs/run-values.ts';
import type { RunFlags } from '../../settings/flags.ts';
import { sameCommand } from '../drawing/next-command.ts';

/** @throws UserMistake for a value out of range, with what was expected. */
export function readRunOptions(files: string | readonly string[], flags: RunFlags): ReadOptions {
  return { ...readFlags(files, flags), command: sameCommand() };
}
