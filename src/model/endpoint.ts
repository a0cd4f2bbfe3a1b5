import { UserMistake } from '../domain/mistake.ts';
import type { Tier } from '../domain/prices.ts';
import { providerAt, providers } from './providers.ts';

export const efforts = ['none', 'minimal', 'low', 'medium', 'high'] as const;

/** Where a model is, and how it is spoken to. It holds no key of the environment's. */
export interface Endpoint {
  /** The model's name as the server knows it, or `embedded`, or `embedded:` and the address of what it learned. */
  model: string;
  /** Without user name, password and key, with its query if it has one; empty for the embedded model. */
  baseURL: string;
  api: 'chat' | 'responses' | 'embedded';
  /** No person named it: the environment's key stays here. */
  withoutKey?: true;
  /** The short form that it was named by: its key is that provider's, and no other. */
  provider?: string;
  /** Sent with every call, and kept nowhere: they may be secret. */
  headers?: Record<string, string>;
  /** How much the model is to think, where it can be told. */
  effort?: (typeof efforts)[number];
  /** How soon, and at what price, the provider is to answer. */
  tier?: Tier;
  /** The header that takes the bare key, where it is not the usual one. */
  keyHeader?: string;
}

/** What answers depend on beside what is asked: who thinks more may answer otherwise. */
export function identityOf({ model, effort }: Pick<Endpoint, 'model' | 'effort'>): string {
  return effort === undefined ? model : `${model}, reasoning ${effort}`;
}

/** Short forms that are beginnings of models' names, too. */
const families: ReadonlySet<string> = new Set(['mistral', 'gemini']);
const openaiURL = 'https://api.openai.com/v1';

/** The embedded model, or one that was learned: it calls nobody, and nothing is paid. */
export function isEmbedded(model: string): boolean {
  return /^embedded(:[0-9a-f]{32})?$/.test(model);
}

/**
 * Reads `--model` and `--base-url`: `embedded`, `embedded:<address>`, a provider's short form as in `groq:<name>`, or
 * a name on the server at the base URL.
 * @throws UserMistake where the two don't add up
 */
export function readEndpoint(
  model: string,
  baseURL: string | undefined,
  api: 'chat' | 'responses' | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Endpoint {
  if (isEmbedded(model)) return { model, baseURL: '', api: 'embedded' };
  const [, short = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(model) ?? [];
  // On a server of one's own `mistral:7b` is a model's name.
  const isShort =
    Object.hasOwn(providers, short) && !(baseURL !== undefined && families.has(short));
  const provider = isShort ? short : undefined;
  const name = isShort ? rest : model;
  if (name === '')
    throw new UserMistake(
      `--model ${model} lacks the model's name${isShort ? `, as in ${short}:<name>` : ''}`,
    );
  const hasOwnKey = isShort && short !== 'openai' && providers[short]?.keyVariable !== undefined;
  // The environment's address is that of one's own server, not of a provider that has a key of its own.
  const named = hasOwnKey && baseURL === environment.OPENAI_BASE_URL ? undefined : baseURL;
  const url = checkURL(named ?? addressOf(provider, environment));
  const usualApi = url === openaiURL ? 'responses' : 'chat';
  const endpoint: Endpoint = { model: name, baseURL: url, api: api ?? usualApi };
  return hasOwnKey && named === undefined ? { ...endpoint, provider: short } : endpoint;
}

function addressOf(provider = 'openai', environment: NodeJS.ProcessEnv): string {
  const { baseURL } = providers[provider] ?? {};
  if (baseURL !== undefined) return baseURL;
  const own = environment.AZURE_OPENAI_ENDPOINT?.trim() ?? '';
  if (own !== '') return `${own.replace(/\/+$/, '')}/openai/v1`;
  throw new UserMistake(
    `${provider}: has an address for every customer; set AZURE_OPENAI_ENDPOINT, as in https://NAME.openai.azure.com, or give a --base-url`,
  );
}

/**
 * Whether it is the environment's own server, which its key belongs to: OPENAI_BASE_URL's, or OpenAI where that is not
 * set; or that of a provider whose own key is there.
 */
export function isOwnServer(baseURL: string, environment: NodeJS.ProcessEnv): boolean {
  const own = environment.OPENAI_BASE_URL || openaiURL;
  const variable = providerAt(baseURL)?.keyVariable ?? 'OPENAI_API_KEY';
  if (variable !== 'OPENAI_API_KEY' && environment[variable]?.trim()) return true;
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
  if (url.hash !== '') throw new UserMistake(`--base-url "${text}" has a "#" part; leave it out`);
  const secret = [...url.searchParams.keys()].find((name) => /key|token|secret|sig/i.test(name));
  if (secret !== undefined)
    throw new UserMistake(
      `--base-url holds a key ("?${secret}="); put it into OPENAI_API_KEY, or send it with --header`,
    );
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url.search === '' ? url.href.replace(/\/+$/, '') : url.href;
}
