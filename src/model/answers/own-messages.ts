import { isObject, type Json, readJson } from './text/json-in-text.ts';

/** Calls whose next turn may still come. */
const mostKept = 512;
/** What a request that offers more than one tool has twice. */
const offersTool = '"type":"function"';

/**
 * A server's own words, to be sent back in the next turn of their conversation as they came: with the fields that the SDK
 * does not know, and the reasoning before a call, which some servers need there.
 */
export class OwnMessages {
  readonly #words = new Map<string, Json[]>();

  /** Keeps the calls of an answer, where it may call a helper's tool. */
  keep(request: string, answer: unknown): void {
    if (request.indexOf(offersTool) === request.lastIndexOf(offersTool) || !isObject(answer))
      return;
    for (const [key, words] of [...callsInChoice(answer), ...callsInOutput(answer)]) {
      const [oldest] = this.#words.keys();
      if (this.#words.size >= mostKept && oldest !== undefined) this.#words.delete(oldest);
      this.#words.set(key, words);
    }
  }

  /** The request with its earlier calls as their server wrote them. */
  restore(request: string): string {
    if (this.#words.size === 0 || !/"tool_call_id"|"function_call_output"/.test(request))
      return request;
    const body = readJson(request);
    if (!isObject(body)) return request;
    const restored = (said: unknown) =>
      Array.isArray(said)
        ? said.flatMap((one: unknown) => {
            const key = isObject(one) ? (messageKey(one) ?? itemKey(one)) : undefined;
            return (key === undefined ? undefined : this.#words.get(key)) ?? [one];
          })
        : said;
    const { messages, input } = body;
    return JSON.stringify({ ...body, messages: restored(messages), input: restored(input) });
  }
}

function callsInChoice({ choices }: Json): [string, Json[]][] {
  const [choice] = Array.isArray(choices) ? choices : [];
  const message = isObject(choice) ? choice.message : undefined;
  if (!isObject(message)) return [];
  const key = messageKey(message);
  return key === undefined ? [] : [[key, [message]]];
}

/** Of the Responses API: a call, after the reasoning that led to it. */
function callsInOutput({ output }: Json): [string, Json[]][] {
  const calls: [string, Json[]][] = [];
  let reasoning: Json[] = [];
  for (const item of Array.isArray(output) ? output.filter(isObject) : []) {
    const key = itemKey(item);
    if (item.type === 'reasoning') reasoning.push(item);
    else if (key !== undefined) {
      calls.push([key, [...reasoning, item]]);
      reasoning = [];
    }
  }
  return calls;
}

/** Undefined where it has no calls, or they have no ids. */
function messageKey({ tool_calls: calls }: Json): string | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const keys = calls.map((call: unknown) =>
    isObject(call) && isObject(call.function) ? callKey(call.id, call.function) : undefined,
  );
  return keys.includes(undefined) ? undefined : keys.join('\n');
}

function itemKey(item: Json): string | undefined {
  return item.type === 'function_call' ? callKey(item.call_id, item) : undefined;
}

function callKey(id: unknown, { name, arguments: args }: Json): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  return JSON.stringify([id, name, typeof args === 'string' ? args : JSON.stringify(args)]);
}
