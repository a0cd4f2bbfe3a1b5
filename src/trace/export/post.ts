import { ExportFault } from './exporter.ts';

export interface Post {
  url: string;
  headers: Headers | Record<string, string>;
  body: NonNullable<RequestInit['body']>;
  signal: AbortSignal;
  /** What may not be in any message, whoever says it. */
  secrets: readonly string[];
  /** Statuses that are as good as 200. */
  fine?: readonly number[];
}

/** Longer than a slow collector takes, shorter than a dead one is worth waiting for. */
const longestMs = 10_000;

/** In bytes. */
const longestReceipt = 2 ** 20;

/**
 * Sends one request, and follows no redirect: it would carry the keys elsewhere.
 * @throws ExportFault that says what became of it
 */
export async function post({ url, headers, body, signal, secrets, fine = [] }: Post) {
  let response: Response;
  let answer: Uint8Array;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    });
    answer = await readBeginning(response);
  } catch (cause) {
    throw new ExportFault('passing', withoutSecrets(reasonOf(cause, signal), secrets), { cause });
  }
  if (response.ok || fine.includes(response.status)) return answer;
  const said = withoutSecrets(new TextDecoder().decode(answer.subarray(0, 500)), secrets);
  throw new ExportFault(
    kindOf(response.status),
    `HTTP ${response.status}${said.trim() === '' ? '' : `: ${said.trim().slice(0, 200)}`}`,
  );
}

/** The receipt: nobody needs more of it. */
async function readBeginning(response: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    size += piece.length;
    if (size > longestReceipt) break;
  }
  return Buffer.concat(pieces);
}

function kindOf(status: number): ExportFault['kind'] {
  if (status === 401 || status === 403 || status === 404) return 'hopeless';
  return status === 408 || status === 425 || status === 429 || status >= 500
    ? 'passing'
    : 'refused';
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'the run ended before it answered';
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${longestMs / 1000} s`;
  const { cause } = error;
  return cause instanceof Error
    ? cause.message || String((cause as { code?: string }).code)
    : error.message;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((kept, secret) => kept.replaceAll(secret, '[key]'), text);
}
