import { readRunOptions as readFlags } from '../../workflows/read-run-options.ts';
import type { RunFlags } from '../../workflows/run-flags.ts';
import type { ReadOptions } from '../../workflows/run-values.ts';
import { sameCommand } from './next-command.ts';

/** @throws UserMistake for a value out of range, with what was expected. */
export function readRunOptions(files: string | readonly string[], flags: RunFlags): ReadOptions {
  return { ...readFlags(files, flags), command: sameCommand() };
}
