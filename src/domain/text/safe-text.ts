/** What JSON writes as it is, though terminals obey it and other readers end a line there. */
const unescaped = /[\x7f-\x9f\u2028\u2029\p{Bidi_Control}]/gu;

/** One line of JSON that any reader takes for one, with every control character in an escape. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(unescaped, escapeCharacter);
}

/** As JSON escapes it: `\u001b`. */
export function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const lineEnds = /\r\n?|[\v\f\x85]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
const controls = /[\0-\x08\x0e-\x1f\x7f-\x9f]/g;
/** Where Unicode has the signs of the first 32, as ␛. */
const firstSign = 0x2400;
const signOfDelete = '\u2421';

/**
 * A text as a table's cell may hold it: line breaks are line feeds, tabs stay, and for every other control character
 * stands its sign, or U+FFFD where it has none.
 */
export function showControls(text: string): string {
  return text.replace(lineEnds, '\n').replace(controls, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return signOfDelete;
    return code < 0x20 ? String.fromCharCode(firstSign + code) : '\ufffd';
  });
}
