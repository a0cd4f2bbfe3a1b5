import { UserMistake } from '../domain/mistake.ts';
import type { TicketInput } from '../tickets/read-tickets.ts';
import { only, type Settings } from './schema.ts';

/** The files that a command names, and which of their rows. @throws UserMistake for a seed of nothing */
export function readInput(files: string | readonly string[], settings: Settings): TicketInput {
  if (settings.seed !== undefined && settings.sample === undefined)
    throw new UserMistake('--seed draws another sample: add --sample NUMBER, or leave it out');
  return {
    files: typeof files === 'string' ? [files] : files,
    ...only(settings, 'limit', 'sample', 'seed'),
  };
}
