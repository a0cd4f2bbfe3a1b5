import { createInterface } from 'node:readline/promises';
import { UserMistake } from '../../domain/mistake.ts';

/**
 * Whether a person at the terminal says yes, or `--yes` said so before.
 * @throws UserMistake where nobody can be asked
 */
export async function confirm(question: string, isSaid: boolean | undefined): Promise<boolean> {
  if (isSaid) return true;
  if (!process.stdin.isTTY)
    throw new UserMistake(`${question} Nobody can be asked here: add --yes`);
  const reader = createInterface({
    input: process.stdin,
    output: process.stderr,
    // Without readline's own terminal mode Ctrl-C stays a signal.
    terminal: false,
  });
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}
