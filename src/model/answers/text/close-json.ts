import { readJson } from './json-in-text.ts';

/**
 * Closes the strings, lists and objects of a JSON text that breaks off, so that what came before can
 * be read. A number or word at its very end may be cut and is left out. Undefined where that makes no
 * JSON of it.
 */
export function closeJson(text: string): unknown {
  /** The closing marks of all that is open, innermost first. */
  let open = '';
  let inString = false;
  /** Where a broken escape begins, if one stands at the end. */
  let end = text.length;
  /** A place behind a whole value, and what was open there. */
  let safe = { at: 0, open: '' };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') {
      const length = text[at + 1] === 'u' ? 6 : 2;
      if (at + length > text.length) end = at;
      at += length - 1;
    } else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === ',') safe = { at, open };
    else if (character === '{' || character === '[') {
      open = (character === '{' ? '}' : ']') + open;
      safe = { at: at + 1, open };
    } else if (character === '}' || character === ']') {
      open = open.slice(1);
      safe = { at: at + 1, open };
    }
  }
  const closed = inString ? readJson(`${text.slice(0, end)}"${open}`) : undefined;
  return closed ?? readJson(`${text.slice(0, safe.at)}${safe.open}`);
}
