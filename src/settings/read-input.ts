import { UserMistake } from '../domain/mistake.ts';
import type { WantedRoles } from '../tickets/columns/choose-roles.ts';
import type { TicketInput } from '../tickets/read-tickets.ts';
import { keys, only, type SettingName, type Settings } from './schema.ts';

export const layoutNames = [
  ...(['sheet', 'headerRow', 'skipRows', 'encoding', 'records'] as const),
] satisfies SettingName[];
export const readingNames = [
  ...layoutNames,
  ...(['limit', 'sample', 'seed'] as const),
] satisfies SettingName[];
/** What is said of where in the files the tickets are, and which of them are read. */
export const reading = keys(...readingNames);

/** The files that a command names, and which of their rows. @throws UserMistake for a seed of nothing */
export function readInput(files: string | readonly string[], settings: Settings): TicketInput {
  if (settings.seed !== undefined && settings.sample === undefined)
    throw new UserMistake('--seed draws another sample: add --sample NUMBER, or leave it out');
  return {
    files: typeof files === 'string' ? [files] : files,
    ...only(settings, ...readingNames),
  };
}

/** Which columns hold what, as far as it was said. */
export function readColumns(settings: Settings): WantedRoles {
  const { cleanText: clean } = settings;
  return { ...only(settings, 'id', 'text', 'context'), ...(clean === undefined ? {} : { clean }) };
}
