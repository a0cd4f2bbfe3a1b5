/**
 * Closes the strings, lists and objects of a JSON text that breaks off, so that what came before can
 * be read; a whole text, or one that can't be mended so, comes back as it is.
 */
export function closeJson(text: string): string {
  if (isJson(text)) return text;
  /** The closing marks of all that is open, innermost first. */
  let open = '';
  let inString = false;
  /** A place behind a whole value, and what was open there. */
  let safe = { at: 0, open: '' };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === ',') safe = { at, open };
    else if (character === '{' || character === '[') {
      open = (character === '{' ? '}' : ']') + open;
      safe = { at: at + 1, open };
    } else if (character === '}' || character === ']') {
      open = open.slice(1);
      safe = { at: at + 1, open };
    }
  }
  // A break inside an escape leaves part of it behind.
  const closed = inString
    ? `${text.replace(/\\(u[\da-f]{0,3})?$/i, '')}"${open}`
    : `${text}${open}`;
  if (isJson(closed)) return closed;
  const shortened = `${text.slice(0, safe.at)}${safe.open}`;
  return isJson(shortened) ? shortened : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
