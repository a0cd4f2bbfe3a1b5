/** Matches a key as it is, and as servers give back what they were sent: escaped, once or again, in hex or in base64. */
export function spellingsOf(key: string): RegExp {
  const known = spellings.get(key);
  if (known !== undefined) return known;
  const bytes = Buffer.from(key);
  const made = new RegExp(
    [[...key].map(escapedIn).join(''), digits(bytes.toString('hex')), ...inBase64(bytes)].join('|'),
    'g',
  );
  spellings.set(key, made);
  return made;
}

const spellings = new Map<string, RegExp>();

/** A character of a key, by itself or by its number: `%2f`, `%252F`, `\/`, `\u002f`, `\\x2f`, `&#47;`, `&#x2f;`. */
function escapedIn(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = digits(code.toString(16).padStart(2, '0'));
  const bytes = [...Buffer.from(character)].map(
    (byte) => `%(?:25){0,3}${digits(byte.toString(16).padStart(2, '0'))}`,
  );
  const entity = `&(?:amp;){0,2}#(?:0{0,4}${code}|[xX]0{0,4}${hex});`;
  return `(?:${character === '/' ? '\\\\{0,8}' : ''}${quoted(character)}|${bytes.join('')}|\\\\{1,8}(?:u00|x)${hex}|${entity})`;
}

/** In base64 bytes read in three ways, by how many stand before them. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before, ' '), bytes]).toString('base64');
    const own = text.slice(before && before + 1, Math.floor(((before + bytes.length) * 4) / 3));
    return [...own].map((digit) => ({ '+': '[+-]', '/': '[/_]' })[digit] ?? digit).join('');
  });
}

/** Hexadecimal digits in either case. */
function digits(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function quoted(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
