import { createHash } from 'node:crypto';

/** Longer texts are cut for the models too. */
const longestText = 24_000;

/**
 * What may leave of a text that a customer or a model wrote: all of it, or where the run is redacted
 * only a hash and its length. Every such text on its way to another tool passes here.
 */
export function shownText(isRedacted: boolean): (text: string) => string {
  return (text) => {
    if (isRedacted) return `[redacted ${hashOf(text)}, length ${text.length}]`;
    return text.length <= longestText
      ? text
      : `${text.slice(0, longestText)} […${text.length - longestText} more characters]`;
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
