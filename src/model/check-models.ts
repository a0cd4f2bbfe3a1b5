import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Endpoint } from './endpoint.ts';

/** @throws UserMistake for a model that the server doesn't have, as far as the list of its models can tell */
export function checkModels(
  {
    endpoint,
    panel = [],
    say = () => {},
  }: {
    endpoint: Endpoint;
    panel?: readonly string[] | undefined;
    say?: ((message: string) => void) | undefined;
  },
  themes: readonly { id: string; judge?: { model?: string | undefined } | undefined }[],
  known: readonly string[],
): void {
  const { baseURL } = endpoint;
  if (!isComplete(baseURL, known)) return;
  // llama.cpp and TGI have one model, and answer by it under any name.
  const [only] = known.length === 1 ? known : [];
  const isOnly = only !== undefined && !isServed(endpoint.model, known);
  if (isOnly)
    say(
      `${baseURL} lists one model, "${only}", and not "${endpoint.model}"; it is asked for "${endpoint.model}" all the same, as some servers answer to any name`,
    );
  const asked: [string, string | undefined][] = [
    ['--model', isOnly ? undefined : endpoint.model],
    ...panel.map((model): [string, string] => ['--panel', model]),
    ...themes.map(({ id, judge }): [string, string | undefined] => [`theme ${id}`, judge?.model]),
  ];
  for (const [where, model] of asked)
    if (model !== undefined) checkModel(where, model, baseURL, known);
}

/** @throws UserMistake for a model that the server doesn't have, as far as its list can tell */
export function checkModel(
  where: string,
  model: string,
  baseURL: string,
  known: readonly string[],
): void {
  if (!isComplete(baseURL, known) || isServed(model, known)) return;
  throw new UserMistake(
    `${where}: ${baseURL} knows no model "${model}"${suggestModel(model, known)}`,
  );
}

/** Azure lists what it could deploy, a gateway may list patterns, others nothing. */
function isComplete(baseURL: string, known: readonly string[]): boolean {
  const isAzure = /\.azure\.com$/.test(new URL(baseURL).hostname);
  return known.length > 0 && !isAzure && !known.some(isPattern);
}

/** What to say after it; nothing is known where the server lists nothing. */
export function suggestModel(model: string, known: readonly string[]): string {
  const near = nearest(model, known);
  return `${near === undefined ? ';' : `; did you mean "${near}"?`} it has: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`;
}

function isPattern(name: string): boolean {
  return name.includes('*');
}

/** Servers take more names than they list: `name` for `name:latest` or `maker/name`, `name:variant`, and `name-latest`. */
function isServed(model: string, known: readonly string[]): boolean {
  const asked = model.toLowerCase();
  const plain = asked.replace(/:[^:/]*$/, '');
  const family = asked.replace(/-latest$/, '');
  return known.some((name) => {
    const listed = name.toLowerCase();
    return (
      [asked, `${asked}:latest`, plain].includes(listed) ||
      listed.endsWith(`/${asked}`) ||
      (family !== asked && listed.startsWith(family))
    );
  });
}
