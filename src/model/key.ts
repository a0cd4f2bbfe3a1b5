import { UserMistake } from '../domain/mistake.ts';
import type { Endpoint } from './endpoint.ts';
import { spellingsOf } from './key-spellings.ts';
import { providerAt, providers } from './providers.ts';

const secretVariables = [
  ...Object.values(providers).flatMap(({ keyVariable }) => keyVariable ?? []),
  'LANGSMITH_API_KEY',
];
/** Words that stand for "no key" on servers of one's own are no secrets, and may stand in tickets. */
const isSecret = (text: string) => text.length >= (/^[A-Za-z]+$/.test(text) ? 16 : 6);

/** Secrets that came by another way than the environment, such as a header of the command line. */
const told = new Set<string>();

/** From now on it is hidden wherever something is printed or kept. */
export function rememberSecret(secret: string): void {
  told.add(secret);
}

/** The text without any key that this process knows, however a server wrote it down. */
export function hideKeys(text: string, environment: NodeJS.ProcessEnv = process.env): string {
  const keys = [...secretVariables.map((name) => environment[name] ?? ''), ...told]
    .map((key) => key.trim())
    .filter(isSecret);
  // The longest first: one may be the beginning of another.
  return keys
    .sort((one, other) => other.length - one.length)
    .flatMap(spellingsOf)
    .reduce((hidden, spelling) => hidden.replace(spelling, '***'), text);
}

/** The variable that an endpoint's key is read from: its provider's own, where that is set. */
export function keyVariable(endpoint: Endpoint, environment: NodeJS.ProcessEnv): string {
  const own = providerAt(endpoint.baseURL)?.keyVariable;
  const isOwn = own !== undefined && (endpoint.provider !== undefined || environment[own]?.trim());
  return isOwn ? own : 'OPENAI_API_KEY';
}

/**
 * The key for an endpoint, from the environment, as it can stand in a header; `none` where there is none.
 * @throws UserMistake where a provider is asked without one, or for one that can't be a key
 */
export function readKey(endpoint: Endpoint, environment: NodeJS.ProcessEnv): string {
  const variable = keyVariable(endpoint, environment);
  const key = (endpoint.withoutKey ? undefined : environment[variable])?.trim() ?? '';
  if (key !== '') {
    rememberSecret(key);
    return checkKey(key, variable);
  }
  const isNeeded =
    endpoint.provider !== undefined || endpoint.baseURL === providers.openai?.baseURL;
  if (isNeeded && providerAt(endpoint.baseURL) !== undefined)
    throw new UserMistake(
      `${variable} is not set; export it, give a --base-url, or use --model embedded`,
    );
  return 'none';
}

function checkKey(key: string, variable: string): string {
  const fault = [
    { holds: /[\r\n]/, what: 'a line break' },
    { holds: /^bearer\b/i, what: 'the word "Bearer"' },
    { holds: /\s/, what: 'blanks' },
    { holds: /["'`“”‘’]/, what: 'quotation marks' },
    { holds: /[^\x21-\x7e]/, what: 'characters that no key has' },
  ].find(({ holds }) => holds.test(key));
  if (fault === undefined) return key;
  throw new UserMistake(`${variable} holds ${fault.what}; set it to the key alone`);
}
