/** The SDK's contract asks for a stream; nothing in the tribunal reads one. */
export function noStream(): never {
  throw new Error('the tribunal does not stream');
}
