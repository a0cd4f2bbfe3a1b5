import { isAscii, isUtf8 } from 'node:buffer';
import { UserMistake } from '../../domain/mistake.ts';
import { readBytes, type StoredBytes } from './read-bytes.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes kept back in the hope of a line end, so that a piece holds whole lines. */
const LONGEST_PIECE = 4 * 1024 * 1024;

const NEW_LINE = 0x0a;
const RETURN = 0x0d;

/** The file's text in pieces, without a byte-order mark. May throw on broken UTF-16. */
export async function* decodeText(file: StoredBytes, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'utf-8') {
    let first = true;
    for await (const piece of wholeLines(file)) {
      const text = isUtf8(piece) ? piece.toString('utf8') : decodeMixedLines(piece);
      yield first && text.startsWith('\uFEFF') ? text.slice(1) : text;
      first = false;
    }
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of readBytes(file)) {
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const name = encoding === 'utf-16le' ? 'UTF-16 LE' : 'UTF-16 BE';
    throw new UserMistake(`${file.name} looks like ${name} but is broken; save it as UTF-8`, {
      cause,
    });
  }
}

/** Pieces of the file that end at a line end, or at an ASCII byte where a line is endless. */
export async function* wholeLines(file: StoredBytes): AsyncGenerator<Buffer> {
  let kept: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(file)) {
    const bytes: Buffer = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let end = Math.max(bytes.lastIndexOf(NEW_LINE), bytes.lastIndexOf(RETURN)) + 1;
    if (end === 0 && bytes.length >= LONGEST_PIECE) {
      end = bytes.findLastIndex((byte) => byte < 0x80) + 1 || bytes.length;
    }
    if (end > 0) yield bytes.subarray(0, end);
    kept = bytes.subarray(end);
  }
  if (kept.length > 0) yield kept;
}

/** How many lines of a piece hold more than ASCII, as UTF-8 and otherwise. */
export function countLines(piece: Buffer): { utf8: number; other: number } {
  let [utf8, other] = [0, 0];
  for (const line of linesOf(piece)) {
    if (isAscii(line)) continue;
    if (isUtf8(line)) utf8++;
    else other++;
  }
  return { utf8, other };
}

/**
 * Exports get concatenated, so one file can hold both encodings. Windows-1252 text is next to
 * never valid UTF-8, which makes each line's own bytes the best witness.
 */
function decodeMixedLines(piece: Buffer): string {
  let text = '';
  for (const line of linesOf(piece)) {
    text += isUtf8(line) ? line.toString('utf8') : decodeWindows1252(line);
  }
  return text;
}

function* linesOf(piece: Buffer): Generator<Buffer> {
  for (let start = 0; start < piece.length; ) {
    const at = piece.indexOf(NEW_LINE, start);
    const end = at === -1 ? piece.length : at + 1;
    yield piece.subarray(start, end);
    start = end;
  }
}

// Node 20's TextDecoder reads 'windows-1252' as Latin-1 in some releases, which loses curly quotes.
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => UPPER_CONTROLS.charAt(character.charCodeAt(0) - 0x80));
}
