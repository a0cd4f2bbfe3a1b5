import { UserMistake } from '../domain/mistake.ts';
import { readNumber } from '../domain/read-values.ts';
import type { TicketInput } from '../tickets/read-tickets.ts';
import type { RunFlags } from './flags.ts';

/** The files that a command names, and which of their rows. @throws UserMistake for a number out of range */
export function readInput(
  files: string | readonly string[],
  { limit, sample, seed }: Pick<RunFlags, 'limit' | 'sample' | 'seed'>,
): TicketInput {
  if (seed !== undefined && sample === undefined)
    throw new UserMistake('--seed draws another sample: add --sample NUMBER, or leave it out');
  return {
    files: typeof files === 'string' ? [files] : files,
    ...(limit === undefined ? {} : { limit: readNumber('--limit', limit, 1, mostRows) }),
    ...(sample === undefined ? {} : { sample: readNumber('--sample', sample, 1, mostRows) }),
    ...(seed === undefined ? {} : { seed: readNumber('--seed', seed, 0, mostRows) }),
  };
}

const mostRows = 1_000_000_000;
