import { UserMistake } from '../domain/mistake.ts';

/** Where a model is, and how it is spoken to. It holds no key. */
export interface Endpoint {
  /** The model's name as the server knows it, or `embedded`, or `embedded:` and the address of what it learned. */
  model: string;
  /** Without user name and password; empty for the embedded model. */
  baseURL: string;
  api: 'chat' | 'responses' | 'embedded';
  /** No person named it: the environment's key stays here. */
  withoutKey?: true;
}

const openaiURL = 'https://api.openai.com/v1';
const ollamaURL = 'http://127.0.0.1:11434/v1';

/**
 * Reads `--model` and `--base-url`: `embedded`, `embedded:<address>`, `ollama:<name>`, `openai:<name>`, or a name on the
 * server at the base URL.
 * @throws UserMistake where the two don't add up
 */
export function readEndpoint(
  model: string,
  baseURL: string | undefined,
  api: 'chat' | 'responses' | undefined,
): Endpoint {
  if (/^embedded(:[0-9a-f]{32})?$/.test(model)) return { model, baseURL: '', api: 'embedded' };
  const [, prefix, name] = /^(ollama|openai):(.*)$/s.exec(model) ?? [undefined, undefined, model];
  if (name === '' || name === undefined)
    throw new UserMistake(`--model ${model} lacks the model's name, as in ${prefix}:<name>`);
  const url = checkURL(baseURL ?? (prefix === 'ollama' ? ollamaURL : openaiURL));
  return { model: name, baseURL: url, api: api ?? (url === openaiURL ? 'responses' : 'chat') };
}

/** Whether it is the environment's own server, which its key belongs to: OPENAI_BASE_URL's, or OpenAI where that is not set. */
export function isOwnServer(baseURL: string, environment: NodeJS.ProcessEnv): boolean {
  const own = environment.OPENAI_BASE_URL || openaiURL;
  return URL.canParse(own) && new URL(own).origin === new URL(baseURL).origin;
}

/** The address of what the embedded model learned; nothing where it is asked as it comes. */
export function learnedAddress({ model, api }: Endpoint): string | undefined {
  return api === 'embedded' ? /^embedded:(.+)$/.exec(model)?.[1] : undefined;
}

function checkURL(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UserMistake(
      `--base-url "${text}" is no web address; it looks like http://127.0.0.1:8000/v1`,
    );
  if (url.username !== '' || url.password !== '')
    throw new UserMistake(
      '--base-url holds a user name or password; put the key into OPENAI_API_KEY instead',
    );
  if (url.search !== '' || url.hash !== '')
    throw new UserMistake(`--base-url "${text}" has a "?" or "#" part; leave it out`);
  return url.href.replace(/\/+$/, '');
}

/**
 * The key for an endpoint, from the environment.
 * @throws UserMistake where OpenAI itself is asked without one
 */
export function readKey(endpoint: Endpoint, environment: NodeJS.ProcessEnv): string {
  const key = endpoint.withoutKey ? undefined : environment.OPENAI_API_KEY;
  if (key !== undefined && key !== '') return key;
  if (endpoint.baseURL === openaiURL)
    throw new UserMistake(
      'OPENAI_API_KEY is not set; export it, give a --base-url, or use --model embedded',
    );
  return 'none';
}
