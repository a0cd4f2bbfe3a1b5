import { inspect } from 'node:util';
import { type Command, CommanderError } from 'commander';
import { exitCode } from '../../domain/exit-code.ts';
import { UserMistake } from '../../domain/mistake.ts';
import { explainUnwritable } from '../../ledger/sqlite/unwritable.ts';
import { hideKeys } from '../../model/key.ts';
import { guardTerminal } from '../drawing/guard-terminal.ts';
import { nextCommand, rememberCall } from '../drawing/next-command.ts';
import { complain } from '../drawing/print.ts';
import { buildProgram } from './program.ts';

/** Runs one command. Returns its exit code: 0, or one of `exitCode`. */
export async function main(words: readonly string[]): Promise<number> {
  const release = guardTerminal();
  let code = 0;
  let ledger: string | undefined;
  const program = await buildProgram(async (ended) => {
    code = await ended;
  }, words[0]);
  rememberCall(words, {});
  program.hook('preAction', async (_, command) => {
    rememberCall(words, placesOf(command));
    await (await import('./fill-options.ts')).fillOptions(command, process.env);
    ledger = command.opts().ledger;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return exitCodeOf(await explain(error, ledger));
  } finally {
    release();
  }
}

/** What was named in so many words: what the environment says holds for the next command as well. */
function placesOf(command: Command) {
  const named = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(named) as Parameters<typeof rememberCall>[1];
}

/** What broke on a damaged row of the ledger is told by that row. */
async function explain(thrown: unknown, ledger: string | undefined): Promise<unknown> {
  const error = explainUnwritable(thrown);
  const isTold = error instanceof UserMistake || error instanceof CommanderError;
  if (isTold || ledger === undefined) return error;
  const { explainDamageAt } = await import('../../runs/upkeep/explain-damage.ts');
  return explainDamageAt(ledger, error);
}

function exitCodeOf(error: unknown): number {
  // Help or the version was shown: mistakes are no CommanderErrors.
  if (error instanceof CommanderError) return 0;
  if (error instanceof UserMistake) {
    const { message, next } = error;
    complain(next.length === 0 ? message : `${message} (try: ${nextCommand(next)})`);
    return exitCode.mistake;
  }
  process.stderr.write(`${hideKeys(inspect(error))}\n`);
  return exitCode.bug;
}
