/**
 * What matches a key as it is, and as servers give back what they were sent: escaped, once or again, in hex, in base64,
 * as numbers; and one that is long in other letters too, broken into lines or with something between its characters.
 */
export function spellingsOf(key: string): readonly RegExp[] {
  const known = spellings.get(key);
  if (known !== undefined) return known;
  const bytes = Buffer.from(key);
  const whole = [
    [...key].map(escapedIn).join(''),
    (bytes.toString('hex').match(/../g) ?? []).map(digits).join('[: -]?'),
    [...bytes].join(', ?'),
    ...inBase64(bytes),
  ];
  const made = [new RegExp(whole.join('|'), 'g')];
  if (key.length >= 16) made.push(new RegExp([...key].map(quoted).join(gap), 'gi'));
  spellings.set(key, made);
  return made;
}

const spellings = new Map<string, readonly RegExp[]>();

/** What stands between the characters of a text that is wrapped, listed, or read in a wrong encoding. */
const gap = String.raw`(?:[^!-~]|["',]|\\{1,8}(?:["nrt]|u....)){0,4}`;

const entities: Readonly<Record<string, string[]>> = { '&': ['amp'], '<': ['lt'], '>': ['gt'] };

/** A character of a key, by itself or by its number: `%2f`, `%252F`, `\/`, `\u002f`, `\\x2f`, `&#47;`, `&#x2f;`, `&lt;`. */
function escapedIn(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = digits(code.toString(16).padStart(2, '0'));
  const bytes = [...Buffer.from(character)].map(
    (byte) => `%(?:25){0,3}${digits(byte.toString(16).padStart(2, '0'))}`,
  );
  const numbers = [`#0{0,4}${code}`, `#[xX]0{0,4}${hex}`];
  const entity = `&(?:amp;){0,2}(?:${[...numbers, ...(entities[character] ?? [])].join('|')});`;
  // A letter or digit after a backslash would be something else.
  const slashes = /[a-z\d]/i.test(character) ? '' : '\\\\{0,8}';
  const numbered = `(?:\\\\{1,8}(?:u00|x|u\\{0{0,4})|%u00)${hex}\\}?`;
  return `(?:${entity}|${slashes}${quoted(character)}|${bytes.join('')}|${numbered})`;
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
