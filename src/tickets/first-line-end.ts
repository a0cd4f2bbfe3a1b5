/** The header's line end decides for the file. */
export function firstLineEnd(
  text: string,
  delimiter: string | undefined,
  isLast: boolean,
): '\n' | '\r' | undefined {
  let isQuoted = false;
  let isCellStart = true;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"' && (isQuoted || isCellStart)) isQuoted = !isQuoted;
    isCellStart = character === delimiter;
    if (isQuoted) continue;
    if (character === '\n') return '\n';
    if (character === '\r') {
      if (at + 1 === text.length && !isLast) return undefined;
      return text[at + 1] === '\n' || at + 1 === text.length ? '\n' : '\r';
    }
  }
  return isLast ? '\n' : undefined;
}
