import { isObject, type Json, readJson } from './text/json-in-text.ts';

/**
 * An answer that came as a stream of events though none was asked for, put together; undefined where
 * it is none, or has no end.
 */
export function joinStream(body: string): unknown {
  // Some servers send comments before the answer itself, to keep the connection open.
  const bare = body.replace(/^(?:\s*:[^\n]*(?:\n|$))+/, '');
  if (bare !== body && /^\s*\{/.test(bare)) return readJson(bare);
  const events = bare.split('\n').flatMap((line): Json[] => {
    const event = line.startsWith('data:') ? readJson(line.slice('data:'.length)) : undefined;
    return isObject(event) ? [event] : [];
  });
  const said = events.findLast(({ type }) =>
    /^response\.(completed|incomplete|failed)$/.test(String(type)),
  );
  return said?.response ?? joinChunks(events);
}

function joinChunks(chunks: readonly Json[]): unknown {
  const choices = chunks.flatMap(({ choices }) =>
    Array.isArray(choices) && isObject(choices[0]) ? [choices[0]] : [],
  );
  const end = choices.findLast(({ finish_reason }) => typeof finish_reason === 'string');
  if (end === undefined) return undefined;
  const deltas = choices.map(({ delta }) => delta).filter(isObject);
  const calls = new Map<unknown, { id: string; name: string; arguments: string }>();
  for (const delta of deltas)
    for (const part of Array.isArray(delta.tool_calls) ? delta.tool_calls.filter(isObject) : []) {
      const call = calls.get(part.index) ?? { id: '', name: '', arguments: '' };
      const called = isObject(part.function) ? part.function : {};
      call.id ||= textIn(part.id);
      call.name += textIn(called.name);
      call.arguments += textIn(called.arguments);
      calls.set(part.index, call);
    }
  const message = {
    content: deltas.map(({ content }) => textIn(content)).join(''),
    tool_calls: [...calls.values()].map(({ id, ...called }) => ({ id, function: called })),
  };
  const usage = chunks.findLast(({ usage }) => isObject(usage))?.usage;
  return { choices: [{ finish_reason: end.finish_reason, message }], usage };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
