import { foldWhiteSpace, type Ticket } from '../ticket.ts';
import { foldMarks } from './control-tokens.ts';
import { decodeEntities, invisible } from './entities.ts';

/** What a model that can only say yes or no hands in where a quote should be. */
export const cannotQuote = '\u0000cannot quote';

type Quoted = Pick<Ticket, 'text' | 'context'>;

/**
 * Whether a quote stands in the ticket's text or context: its words as they were written, however a model dresses
 * them: quotation marks around them, a speaker before, an ellipsis between pieces, two of them side by side.
 */
export function standsInTicket(quote: string, ticket: Quoted): boolean {
  const { texts, standing } = readingOf(ticket);
  const known = standing.get(quote) ?? standsIn(texts, quote);
  standing.set(quote, known);
  return known;
}

function standsIn(texts: readonly string[], quote: string): boolean {
  if (texts.some((text) => findQuote(text, quote) !== undefined)) return true;
  const spans = spansOf(plain(quote));
  return spans.length > 1 && spans.every((span) => texts.some((text) => text.includes(span)));
}

/** Of the words of a quote that is not in the ticket, so many have to stand there in their order. */
const paraphrased = { share: 0.7, words: 4, read: 5000 };

/** Whether most words of a quote stand in the ticket in their order, though not as a quote. */
export function paraphrases(quote: string, ticket: Quoted): boolean {
  const words = wordsOf(plain(quote)).slice(0, 100);
  if (words.length < paraphrased.words) return false;
  return readingOf(ticket).texts.some(
    (text) =>
      commonInOrder(words, wordsOf(text).slice(0, paraphrased.read)) >=
      paraphrased.share * words.length,
  );
}

/** Where a quote stands in a plain text: from its first character to the one after its last. */
export function findQuote(text: string, quote: string): [from: number, to: number] | undefined {
  const wanted = plain(quote);
  if (wanted === '') return undefined;
  return (
    findInOrder(text, [wanted]) ??
    findInOrder(text, [bare(wanted)]) ??
    findInOrder(text, [bare(wanted.replace(speaker, ''))]) ??
    findInOrder(text, piecesOf(wanted)) ??
    findSpans(text, spansOf(wanted))
  );
}

/** `Customer:` and the like. */
const speaker = /^[^\p{L}]*[\p{L}_ ]{2,24}:/u;
/** What is left out of a quote, or put into it by who quotes. */
const omission = /\[[^\]]*\]|\.{3,}/;
/** Between two quotes side by side. */
const between = /["'][\s,;.]*(?:and|or|&|\/|\||\+|und|y|et|e|then)?[\s,;.]*["']/;
/** Pieces with fewer letters than that together stand anywhere. */
const fewestLetters = 6;

function piecesOf(quote: string): string[] {
  return lettered(quote.split(omission));
}

function spansOf(quote: string): string[] {
  const spans = lettered(quote.split(between));
  return spans.every((span) => span.includes(' ') || span.length >= fewestLetters) ? spans : [];
}

function lettered(pieces: readonly string[]): string[] {
  const kept = pieces.map((piece) => bare(piece.replace(speaker, ''))).filter((one) => one !== '');
  const letters = kept.join('').replace(/[^\p{L}\p{N}]/gu, '').length;
  return kept.every((piece) => piece.length > 1) && letters >= fewestLetters ? kept : [];
}

/** Without what stands around the words. */
function bare(quote: string): string {
  return quote.replace(/^[^\p{L}\p{M}\p{N}\p{S}]+|[^\p{L}\p{M}\p{N}\p{S}]+$/gu, '');
}

function findInOrder(
  text: string,
  pieces: readonly string[],
): [from: number, to: number] | undefined {
  let from: number | undefined;
  let to = 0;
  for (const piece of pieces) {
    const at = piece === '' ? -1 : text.indexOf(piece, to);
    if (at === -1) return undefined;
    from ??= at;
    to = at + piece.length;
  }
  return from === undefined ? undefined : [from, to];
}

/** Spans may stand in any order; the place is the first one's. */
function findSpans(text: string, spans: readonly string[]) {
  const [first = ''] = spans;
  return spans.every((span) => text.includes(span)) ? findInOrder(text, [first]) : undefined;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** The longest common subsequence. */
function commonInOrder(words: readonly string[], others: readonly string[]): number {
  let row = new Uint16Array(words.length + 1);
  for (const other of others) {
    const next = new Uint16Array(words.length + 1);
    for (const [at, word] of words.entries())
      next[at + 1] =
        word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0);
    row = next;
  }
  return row[words.length] ?? 0;
}

/** The last ticket that was asked about: it mostly is again, for its next quote, or in a replay for the same one. */
let last: { ticket: object; texts: string[]; standing: Map<string, boolean> } | undefined;

function readingOf(ticket: Quoted) {
  if (last?.ticket === ticket) return last;
  const texts = [ticket.text, ...Object.values(ticket.context)].map(plain);
  last = { ticket, texts, standing: new Map() };
  return last;
}

/** A text as quotes are compared with it. */
export function plain(text: string): string {
  return foldMarks(foldWhiteSpace(decodeEntities(text).replace(invisible, '')))
    .replace(/[‘’‚‛′`´]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/…/g, '...')
    .toLowerCase();
}
