import { UserMistake } from '../domain/mistake.ts';
import { ours } from '../domain/text/own-sentence.ts';
import type { Endpoint } from './endpoint.ts';
import { ModelFault } from './faults/fault.ts';
import { hideKeys, readKey, rememberSecret } from './key.ts';
import { providerAt } from './providers.ts';

const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;

/** What a request to a server needs beside its path and body. */
export interface Connection {
  /** Without its query. */
  baseURL: string;
  query: Record<string, string>;
  /** The key among them. */
  headers: Record<string, string>;
}

/**
 * What `--header "Name: value"` and `--api-key-header NAME` say of an endpoint.
 * @throws UserMistake for what can't be a header
 */
export function readHeaders(
  lines: readonly string[] = [],
  keyHeader?: string,
): Pick<Endpoint, 'headers' | 'keyHeader'> {
  if (keyHeader !== undefined && !headerName.test(keyHeader))
    throw new UserMistake('--api-key-header takes the name of a header, as in api-key');
  const headers = Object.fromEntries(lines.map(readHeader));
  return {
    ...(lines.length === 0 ? {} : { headers }),
    ...(keyHeader === undefined ? {} : { keyHeader }),
  };
}

function readHeader(line: string): [name: string, value: string] {
  const [name = '', ...rest] = line.split(':');
  const value = rest.join(':').trim();
  if (!headerName.test(name.trim()) || !/^[\t\x20-\x7e]+$/.test(value))
    throw new UserMistake('--header takes "Name: value", in one line of plain characters');
  rememberSecret(value);
  return [name.trim().toLowerCase(), value];
}

/** @throws UserMistake for a key that is missing or can't be one */
export function connect(endpoint: Endpoint, environment: NodeJS.ProcessEnv): Connection {
  const url = new URL(endpoint.baseURL);
  const query = Object.fromEntries(url.searchParams);
  url.search = '';
  const key = readKey(endpoint, environment);
  const named = endpoint.keyHeader ?? providerAt(endpoint.baseURL)?.keyHeader ?? 'authorization';
  const name = named.toLowerCase();
  const own = { [name]: name === 'authorization' ? `Bearer ${key}` : key };
  const headers = { ...own, ...endpoint.headers };
  return { baseURL: url.href.replace(/\/+$/, ''), query, headers };
}

/** Node's `fetch`, or through the proxy that the environment names: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in either case. */
export async function fetchThrough(
  url: string | URL | Request,
  init: RequestInit,
): Promise<Response> {
  try {
    return await follow(url, init);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !/CERT|SIGNED|SIGNATURE|ISSUER|ERR_TLS/.test(code)) throw error;
    const { origin } = new URL(String(url));
    throw new ModelFault('not_found', code, {
      cause: error,
      advice: `${origin} shows a certificate that is not trusted here (${code}); where a company's own authority signs it, name its file: NODE_EXTRA_CA_CERTS=/path/to/ca.pem`,
    });
  }
}

/** No honest answer is longer, in bytes. */
const longestAnswer = 16 * 2 ** 20;

/** The text of an answer. @throws ModelFault for one that is too long, which is read no further */
export async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestAnswer)
      throw new ModelFault('not_json', ours`the answer is longer than ${longestAnswer} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function follow(url: string | URL | Request, init: RequestInit): Promise<Response> {
  const response = await send(url, { ...init, redirect: 'manual' });
  if (response.status < 300 || response.status > 399) return response;
  // A key goes to no address that nobody named.
  const target = response.headers.get('location');
  if (target === null)
    throw new ModelFault('not_found', ours`${response.status}, and no address to go on to`);
  const full = URL.canParse(target, String(url)) ? new URL(target, String(url)).href : target;
  const shown = hideKeys(full).slice(0, 200);
  throw new ModelFault('not_found', ours`${response.status} to ${shown}`, {
    advice: `the server at ${new URL(String(url)).origin} sends calls on to ${shown}; if that is the right one, name it as --base-url (without /chat/completions)`,
  });
}

async function send(url: string | URL | Request, init: RequestInit): Promise<Response> {
  if (!usesProxy(new URL(String(url)))) return fetch(url, init);
  const { EnvHttpProxyAgent, fetch: fetchByProxy } = await import('undici');
  agent ??= new EnvHttpProxyAgent();
  const answer = await fetchByProxy(String(url), {
    ...(init as object),
    dispatcher: agent as never,
  });
  return answer as unknown as Response;
}

let agent: unknown;

/** This machine's own servers are never behind one. */
function usesProxy({ protocol, hostname }: URL): boolean {
  const names =
    protocol === 'https:'
      ? ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY']
      : ['http_proxy', 'HTTP_PROXY'];
  return (
    names.some((name) => process.env[name]) && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)
  );
}

function codeOf(error: unknown): string | undefined {
  let found: string | undefined;
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause) found = String(cause.code);
  return found;
}
