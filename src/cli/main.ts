import { CommanderError } from 'commander';
import { exitCode } from '../domain/exit-code.ts';
import { UserMistake } from '../domain/mistake.ts';
import { explainUnwritable } from '../ledger/unwritable.ts';
import { guardTerminal } from './guard-terminal.ts';
import { complain } from './print.ts';
import { buildProgram } from './program.ts';

/** Runs one command. Returns its exit code: 0, or one of `exitCode`. */
export async function main(words: readonly string[]): Promise<number> {
  const release = guardTerminal();
  let code = 0;
  const program = await buildProgram(async (ended) => {
    code = await ended;
  }, words[0]);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  } finally {
    release();
  }
}

function exitCodeOf(thrown: unknown): number {
  // Help or the version was shown: mistakes are no CommanderErrors.
  if (thrown instanceof CommanderError) return 0;
  const error = explainUnwritable(thrown);
  if (error instanceof UserMistake) {
    complain(error.message);
    return exitCode.mistake;
  }
  console.error(error);
  return exitCode.bug;
}
