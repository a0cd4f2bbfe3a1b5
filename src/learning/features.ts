/** Features are numbered by hashing: two of them rarely share a number, and none is ever unknown. */
export const featureSpace = 2 ** 18;

/** How often each feature stands in a text; words and groups of letters apart, because they are weighed apart. */
export interface Counts {
  words: ReadonlyMap<number, number>;
  letters: ReadonlyMap<number, number>;
}

/** Characters that are read of a text. */
const longestText = 20_000;
const longestWord = 40;
const letterGroups = { least: 3, most: 4 };
/** Words whose letter groups are kept: a few thousand make up nearly all that is written. */
const wordsKept = 20_000;
const kept = new Map<string, number[]>();

/** Words in lower case, without links, handles and accents; marks that carry a tone count as words. */
export function wordsIn(text: string): string[] {
  return (
    text
      .slice(0, longestText)
      .toLowerCase()
      .replace(/https?:\/\/\S+|@[\p{L}\p{N}_]+/gu, ' ')
      .normalize('NFKD')
      .replace(/[\u0300-\u036f'’]/gu, '')
      .match(/[\p{L}\p{N}]+|[!?]/gu) ?? []
  ).map((word) => word.slice(0, longestWord));
}

/** Counts words, pairs of words in a row, and groups of letters within words. */
export function countFeatures(text: string): Counts {
  const words = new Map<number, number>();
  const letters = new Map<number, number>();
  let before: string | undefined;
  for (const word of wordsIn(text)) {
    add(words, hash(word, 1));
    if (before !== undefined) add(words, hash(`${before} ${word}`, 2));
    for (const slot of letterSlots(word)) add(letters, slot);
    before = word;
  }
  return { words, letters };
}

function letterSlots(word: string): number[] {
  const known = kept.get(word);
  if (known !== undefined) return known;
  // The spaces mark a word's ends, so that a beginning is not taken for a middle.
  const marked = ` ${word} `;
  const slots: number[] = [];
  for (let size = letterGroups.least; size <= letterGroups.most; size++)
    for (let at = 0; at + size <= marked.length; at++)
      slots.push(hash(marked.slice(at, at + size), 3));
  if (kept.size < wordsKept) kept.set(word, slots);
  return slots;
}

function add(counts: Map<number, number>, slot: number): void {
  counts.set(slot, (counts.get(slot) ?? 0) + 1);
}

/** FNV-1a (G. Fowler et al.), mixed once more because only the lower bits are kept. */
function hash(text: string, kind: number): number {
  let mixed = 2166136261 ^ kind;
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 16777619);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 12)) >>> 0) % featureSpace;
}
