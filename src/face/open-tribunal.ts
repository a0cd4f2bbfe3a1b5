import type { OpenTribunal, TribunalSettings } from './contract.ts';

/** Opens a tribunal. @throws UserMistake for what is missing or doesn't go together */
export async function openTribunal(settings: TribunalSettings = {}): Promise<OpenTribunal> {
  // A theme imports the same face, and needs no engine.
  return (await import('./script-run.ts')).open(settings);
}
