/** What we say ourselves, and what in it others have said: a redacted trace keeps the first and not the second. */

type Piece = string | { said: string };

/** A text that nobody but us can have written, in a sentence. */
export interface Known {
  known: string;
}

/** Sentences that were filled and are remembered until they are written down. */
const mostFilled = 10_000;
const filled = new Map<string, readonly Piece[]>();
const plain = new Set<string>();
const words = new Set<string>();

/** An id that we gave a ticket in a docket, or one of its themes where several travel together. */
export const docketId = /^q[\da-f]{5}(?:t\d{1,3})?$/;

/** A sentence of ours. What it is filled with is somebody's, but for numbers, docket ids and what is `known`. */
export function ours(
  parts: TemplateStringsArray,
  ...values: (number | string | Known | readonly string[])[]
): string {
  const pieces = parts.flatMap((part, index) => [part, ...piecesOf(values[index] ?? '')]);
  const sentence = pieces.map(textOf).join('');
  if (values.length === 0) plain.add(sentence);
  else {
    filled.delete(sentence);
    filled.set(sentence, pieces);
    const [oldest] = filled.keys();
    if (filled.size > mostFilled && oldest !== undefined) filled.delete(oldest);
  }
  return sentence;
}

export function known(text: string): Known {
  return { known: text };
}

/** The pieces of a sentence of ours; undefined for any other text. */
export function ownPieces(text: string): readonly Piece[] | undefined {
  return plain.has(text) ? [text] : filled.get(text);
}

/** Names of our tools and their fields. */
export function keepWords(...names: string[]): void {
  for (const name of names) words.add(name);
}

export function isOwnWord(name: string): boolean {
  return words.has(name);
}

function piecesOf(value: number | string | Known | readonly string[]): readonly Piece[] {
  if (typeof value === 'number') return [String(value)];
  if (value === '') return [];
  if (typeof value === 'string')
    return ownPieces(value) ?? [docketId.test(value) ? value : { said: value }];
  if ('known' in value) return [value.known];
  return value.flatMap((one, index) => [index === 0 ? '' : ', ', ...piecesOf(one)]);
}

function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : piece.said;
}
