import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { nearest, UserMistake } from '../domain/mistake.ts';
import { withoutPassword } from '../domain/text/without-password.ts';
import { isData, sampleThemes } from '../themes/find-themes.ts';
import { themeFilesOf } from '../themes/load-themes.ts';
import { readContent } from '../themes/read-content.ts';
import { readSetting } from './read-setting.ts';
import { type SettingName, type Settings, settingNames } from './schema.ts';

const endings = ['ts', 'js', 'mjs', 'json', 'yaml', 'yml'];

/** The config file of a folder. @throws UserMistake where there are two */
export function findConfig(folder: string): string | undefined {
  const [first, second] = endings
    .map((ending) => path.join(folder, `tribunal.config.${ending}`))
    .filter((file) => existsSync(file));
  if (second === undefined) return first;
  throw new UserMistake(
    `there are ${path.basename(first ?? '')} and ${path.basename(second)}; keep one of them`,
  );
}

/** What a config file says. @throws UserMistake that names the file and the line */
export async function readConfig(file: string): Promise<Settings> {
  const name = path.basename(file);
  const text = readFileSync(file, 'utf8');
  const at = (key: string) => {
    const line = lineOf(text, key);
    return `${name}${line === undefined ? '' : `:${line}`}: ${key}`;
  };
  const content = await readContent(path.resolve(file)).catch((error: unknown) => {
    throw new UserMistake(`${name}: ${String((error as Error).message).split('\n')[0]}`, {
      cause: error,
    });
  });
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new UserMistake(
      `${name} holds no settings; it looks like ${isData(file) ? '' : 'export default '}{ "model": "embedded" }`,
    );
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const [key, value] of Object.entries(content)) {
    if (key === '$schema' || value === undefined) continue;
    refuseSecrets(key, value, at);
    const setting = settingNames.find((known) => known === key);
    if (setting === undefined) throw new UserMistake(unknown(at(key), key));
    settings[setting] = readSetting(setting, value, at(key));
  }
  const read = settings as Settings;
  if (isData(file)) await refuseForeignCode(read, path.dirname(file), at);
  return read;
}

function unknown(where: string, key: string): string {
  const near = nearest(key, settingNames);
  return `${where} is no setting${near === undefined ? `; there are ${settingNames.join(', ')}` : `; did you mean ${near}?`}`;
}

const secretName = /api[_-]?key|token$|secret|password|authorization|^key$/i;

function isSetting(key: string): boolean {
  return (settingNames as string[]).includes(key);
}

/** A config is committed, and a key is nobody else's. */
function refuseSecrets(key: string, value: unknown, at: (key: string) => string): void {
  const names = key === 'header' ? [value].flat().map(String) : isSetting(key) ? [] : [key];
  const isSecret = names.some((name) => secretName.test(name.split(':')[0] ?? ''));
  const hasPassword = typeof value === 'string' && withoutPassword(value) !== value;
  if (!isSecret && !hasPassword) return;
  const variable = hasPassword ? 'TRIBUNAL_LEDGER' : 'OPENAI_API_KEY';
  throw new UserMistake(
    `${at(key)} is a secret, and a config is read by many; put it into the environment or into .env, as ${variable}=…`,
  );
}

/** Data runs nothing that did not come with it. */
async function refuseForeignCode(
  { themes }: Settings,
  folder: string,
  at: (key: string) => string,
): Promise<void> {
  if (themes === undefined) return;
  const home = `${realpathSync(folder)}${path.sep}`;
  for (const file of await themeFilesOf(themes)) {
    const place = realpathSync(file);
    if (isData(file) || place.startsWith(home) || path.dirname(place) === sampleThemes) continue;
    throw new UserMistake(
      `${at('themes')} names code outside of its folder, ${file}; name it with --themes or TRIBUNAL_THEMES, or in a tribunal.config.ts`,
    );
  }
}

function lineOf(text: string, key: string): number | undefined {
  const word = key.replace(/[^\w$]/g, '.');
  const found = new RegExp(`(?<![\\w$])["']?${word}["']?\\s*[:,}]`).exec(text);
  if (found === null) return undefined;
  return text.slice(0, found.index).split('\n').length;
}

/** What a service's variables begin with: where a server is, and the key for it. */
const services = ['OPENAI_', 'LANGSMITH_', 'OTEL_'];

/**
 * The variables of a folder's `.env` that are for us. Those of a service are taken together or not at all: a key of the
 * environment's is not for a server that a folder names.
 */
export function readDotEnv(
  folder: string,
  environment: NodeJS.ProcessEnv,
): { variables: NodeJS.ProcessEnv; notes: string[] } {
  const file = path.join(folder, '.env');
  const all = existsSync(file) ? Object.entries(parseEnv(readFileSync(file, 'utf8'))) : [];
  const variables: NodeJS.ProcessEnv = {};
  const notes: string[] = [];
  for (const [name, value] of all) {
    const service = services.find((beginning) => name.startsWith(beginning));
    const known = Object.keys(environment).find((own) => service && own.startsWith(service));
    if (known !== undefined) {
      if (environment[name] === undefined)
        notes.push(`.env: ${name} is not used, as the environment has ${known}; set both there`);
    } else if (service !== undefined || name.startsWith('TRIBUNAL_')) variables[name] = value;
  }
  return { variables, notes };
}
