import { UserMistake } from '../domain/mistake.ts';
import { offerOf, type SettingName, Settings } from './schema.ts';

/**
 * @param where what the user calls the setting: an option, a variable, or a key and its line
 * @throws UserMistake with what was expected
 */
export function readSetting<Name extends SettingName>(
  name: Name,
  given: unknown,
  where: string,
): Settings[Name] {
  const read = Settings.shape[name].safeParse(given);
  if (read.success) return read.data as Settings[Name];
  const shown = typeof given === 'string' ? `"${given}"` : JSON.stringify(given);
  const { expects, advice = '' } = offerOf(name).kind;
  throw new UserMistake(`${where} takes ${expects}, got ${shown}${advice}`);
}

/** `--max-calls` */
export function optionOf(name: SettingName): string {
  return `--${inWords(name, '-')}`;
}

/** `TRIBUNAL_MAX_CALLS` */
export function variableOf(name: SettingName): string {
  return `TRIBUNAL_${inWords(name, '_').toUpperCase()}`;
}

function inWords(name: string, between: string): string {
  return name.replace(/[A-Z]/g, (letter) => between + letter.toLowerCase());
}
