import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

const looks = new AsyncLocalStorage<() => void>();
const lookOf = new WeakMap<object, () => void>();

subscribe('undici:request:create', (message) => {
  const look = looks.getStore();
  if (look !== undefined) lookOf.set(requestIn(message), look);
});
subscribe('undici:client:sendHeaders', (message) => lookOf.get(requestIn(message))?.());

/**
 * Has somebody look, once more, in the instant in which a `fetch` writes its request to the connection: it may have
 * waited for that one, and what is called off there never leaves.
 */
export function lookBeforeWriting<Result>(look: () => void, work: () => Result): Result {
  return looks.run(look, work);
}

function requestIn(message: unknown): object {
  return (message as { request: object }).request;
}
