const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  shy: '\u00ad',
};

export const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});/i;
const entities = new RegExp(entity, 'gi');

/** Characters that are there and can't be seen: soft hyphens, joiners, marks of direction and of byte order. */
export const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

export function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(entities, decodeEntity) : text;
}

/** The character that an entity stands for; itself where that is none. */
export function decodeEntity(written: string): string {
  const name = written.slice(1, -1).toLowerCase();
  if (!name.startsWith('#')) return named[name] ?? written;
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : written;
}
