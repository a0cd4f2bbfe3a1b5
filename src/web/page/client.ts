import type { ServerChoice, ServerQuestion } from '../api/servers.ts';
import { ownCommand } from './own-command.ts';

type Person = (question: ServerQuestion) => Promise<ServerChoice | undefined>;

let person: Person = async () => undefined;

/** Has a person asked whether tickets may be sent to a server that nobody has confirmed yet. */
export function askPersonBy(ask: Person): void {
  person = ask;
}

/** What the server said was wrong, in one line. */
export class Refusal extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}

export function get<Answer>(address: string, signal?: AbortSignal): Promise<Answer> {
  return ask(address, { signal: signal ?? null });
}

/** An answer as it came, character by character. */
export async function getText(address: string, signal: AbortSignal): Promise<string> {
  const response = await send(address, { signal });
  const text = await response.text();
  if (response.ok) return text;
  throw refusal(response, parse(text));
}

export function post<Answer>(address: string, body?: unknown): Promise<Answer> {
  return ask(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
}

export function remove<Answer>(address: string): Promise<Answer> {
  return ask(address, { method: 'DELETE' });
}

/** The query of an address: what is undefined or empty is left out, lists are joined by bars. */
export function queryOf(values: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join('|') : String(value ?? '');
    if (text !== '') query.set(name, text);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

async function ask<Answer>(address: string, options: RequestInit): Promise<Answer> {
  const response = await send(address, options);
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Answer;
  if (response.status !== 409) throw refusal(response, body);
  const choice = await person(body as ServerQuestion);
  if (choice === undefined) throw refusal(response, body);
  await post('/servers', choice);
  return ask(address, options);
}

function send(address: string, options: RequestInit): Promise<Response> {
  return fetch(`/api${address}`, options).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new Refusal(`the server does not answer; is "${ownCommand} serve" still running?`, 0);
  });
}

function refusal({ status }: Response, body: unknown): Refusal {
  const said = (body as { error?: string } | undefined)?.error;
  return new Refusal(said ?? `the server answered ${status}`, status);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
