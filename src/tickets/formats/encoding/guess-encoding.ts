import { decodeWindows1252 } from './decode-text.ts';

/** Two bytes a character: which first bytes hold a language's common ones, and which others its rare ones. */
const PAIRED: Record<string, (lead: number, trail: number) => number> = {
  shift_jis: (lead, trail) => {
    if (lead === 0x82 || lead === 0x83 || lead === 0x81) return 1;
    return lead >= 0x88 && lead <= 0x98 ? 0.8 : trail >= 0 ? 0.1 : 0;
  },
  'euc-jp': (lead) => (lead >= 0xa1 && lead <= 0xa5 ? 1 : lead >= 0xb0 && lead <= 0xcf ? 0.8 : 0.1),
  'euc-kr': (lead) => (lead >= 0xb0 && lead <= 0xc8 ? 1 : lead <= 0xa3 ? 0.7 : 0.1),
  gb18030: (lead, trail) => {
    if (trail < 0xa1) return 0.1;
    return (lead >= 0xb0 && lead <= 0xd7) || lead === 0xa1 || lead === 0xa3
      ? 1
      : lead > 0xd7
        ? 0.5
        : 0.1;
  },
  big5: (lead) => (lead >= 0xa4 && lead <= 0xc6 ? 1 : lead === 0xa1 ? 0.9 : 0.1),
};
/** One byte a character, in the order in which they are preferred. */
const SINGLE = [
  'windows-1252',
  'windows-1250',
  'windows-1255',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  'windows-1256',
  'windows-874',
];
/** So much better than Windows-1252, of 1, another has to be. */
const CLEARLY = 0.2;
const EDGES = /^[\p{P}\p{S}\p{Z}\p{N}]+|[\p{P}\p{S}\p{Z}\p{N}]+$/gu;

/** The encoding, not UTF-8, in which bytes make the most sense: Windows-1252 unless another makes clearly more. */
export function guessEncoding(bytes: Uint8Array): string {
  const scores = [
    ...SINGLE.map((name) => ({ name, score: wordScore(bytes, name) })),
    ...Object.entries(PAIRED).map(([name, weigh]) => ({
      name,
      score: pairScore(bytes, name, weigh),
    })),
  ];
  const base = scores[0]?.score ?? 0;
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > base + CLEARLY ? best.name : 'windows-1252';
}

/** The share of the letters beyond ASCII that stand in words as a language writes them. */
function wordScore(bytes: Uint8Array, encoding: string): number {
  const text = decode(bytes, encoding);
  if (text === undefined) return 0;
  let [sound, all] = [0, 0];
  for (const [token] of text.matchAll(/[A-Za-z\u0080-\uffff]+/g)) {
    const odd = token.replace(/[A-Za-z]+/g, '').length;
    if (odd === 0) continue;
    all += odd;
    const word = token.replace(EDGES, '');
    if (word === '' || isWord(word)) sound += odd;
  }
  return all === 0 ? 0 : sound / all;
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Hebrew', 'Arabic', 'Thai'].map(
  (script) => new RegExp(`^[\\p{Script=${script}}\\p{M}ـ]+$`, 'u'),
);

/** Marks without their letters, vowels that nothing follows, digits. */
const NO_THAI =
  /(?:^|[^\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[\u0e40-\u0e44](?![\u0e01-\u0e2e])|[\u0e4f-\u0e5b]/;

/** No word of Latin letters has next to none of ASCII. */
function isMixed(word: string): boolean {
  if (word.length < 3 || !/\p{Script=Latin}/u.test(word)) return true;
  return word.replace(/[A-Za-z]/g, '').length <= word.length * 0.7;
}

function isWord(word: string): boolean {
  const parts = word.split(/[’'‑–—-]/).filter((part) => part !== '');
  return parts.every(
    (part) =>
      SCRIPTS.some((script) => script.test(part)) &&
      !NO_THAI.test(part) &&
      isMixed(part) &&
      (/^\P{Ll}+$/u.test(part) || /^\P{Ll}?\P{Lu}*$/u.test(part)),
  );
}

function pairScore(
  bytes: Uint8Array,
  encoding: string,
  weigh: (lead: number, trail: number) => number,
): number {
  if (decode(bytes, encoding) === undefined) return 0;
  let [sound, all, kana] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    all += 1;
    if (encoding === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf) continue;
    const trail = bytes[at + 1] ?? 0;
    at += 1;
    sound += weigh(lead, trail);
    if (encoding === 'euc-jp' ? lead === 0xa4 || lead === 0xa5 : lead === 0x82 || lead === 0x83)
      kana += 1;
  }
  // Japanese without a kana is none.
  const isJapanese = encoding === 'shift_jis' || encoding === 'euc-jp';
  return all === 0 || (isJapanese && kana < all * 0.1) ? 0 : sound / all;
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  if (encoding === 'windows-1252') return decodeWindows1252(Buffer.from(bytes));
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
