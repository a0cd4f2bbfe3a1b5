import { UserMistake } from '../../src/domain/mistake.ts';

/** Does the work; a mistake of the user's may end it, and is told in one line. */
export async function endsWell<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    if (/[\n\r]/.test(error.message)) throw new Error(`more than one line: ${error.message}`);
    return undefined;
  }
}
