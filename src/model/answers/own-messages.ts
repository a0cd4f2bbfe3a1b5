import { isObject, type Json, readJson } from './text/json-in-text.ts';

/** Conversations whose next turn may still come. */
const mostKept = 512;
/** What a request that offers more than one tool has twice. */
const offersTool = '"type":"function","function":';

/**
 * A server's own messages, to be sent back in the next turn of their conversation as they came: with
 * the fields that the SDK does not know, which some servers need there.
 */
export class OwnMessages {
  readonly #messages = new Map<string, Json>();

  /** Keeps the message of an answer, where it may call a helper's tool. */
  keep(request: string, answer: unknown): void {
    if (request.indexOf(offersTool) === request.lastIndexOf(offersTool)) return;
    const [choice] = isObject(answer) && Array.isArray(answer.choices) ? answer.choices : [];
    const message = isObject(choice) ? choice.message : undefined;
    if (!isObject(message)) return;
    const [oldest] = this.#messages.keys();
    if (this.#messages.size >= mostKept && oldest !== undefined) this.#messages.delete(oldest);
    const key = keyOf(message);
    if (key !== undefined) this.#messages.set(key, message);
  }

  /** The request with its earlier calls as their server wrote them. */
  restore(request: string): string {
    if (this.#messages.size === 0 || !request.includes('"tool_call_id"')) return request;
    const body = readJson(request);
    if (!isObject(body) || !Array.isArray(body.messages)) return request;
    const messages = body.messages.map((message: unknown) => {
      const key = isObject(message) ? keyOf(message) : undefined;
      return (key === undefined ? undefined : this.#messages.get(key)) ?? message;
    });
    return JSON.stringify({ ...body, messages });
  }
}

/** The ids, names and arguments of a message's calls; undefined where it has none, or they have no ids. */
function keyOf({ tool_calls: calls }: Json): string | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const parts = calls.map((call: unknown) => {
    const { id, function: called } = isObject(call) ? call : {};
    if (typeof id !== 'string' || id === '' || !isObject(called)) return undefined;
    const { name, arguments: args } = called;
    return [id, name, typeof args === 'string' ? args : JSON.stringify(args)];
  });
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}
