import { isUtf8 } from 'node:buffer';
import { UserMistake } from '../../../domain/mistake.ts';
import type { StoredBytes } from '../../source.ts';
import { readBytes } from '../read-bytes.ts';

export interface Encoding {
  /** As the web's encoding labels have it. */
  name: string;
  /** That of the lines that are not UTF-8, where the others are. */
  fallback?: string;
}

/** Bytes kept back in the hope of a line end, so that a piece holds whole lines. */
const LONGEST_PIECE = 4 * 1024 * 1024;

const NEW_LINE = 0x0a;
const RETURN = 0x0d;

/** The file's text in pieces, without a byte-order mark. May throw on broken UTF-16. */
export async function* decodeText(file: StoredBytes, encoding: Encoding): AsyncGenerator<string> {
  const { name, fallback = 'windows-1252' } = encoding;
  if (name === 'utf-8' || name === 'windows-1252') {
    let first = true;
    for await (const piece of wholeLines(file)) {
      const text = name === 'utf-8' ? decodeUtf8(piece, fallback) : decodeWindows1252(piece);
      yield first && text.startsWith('\uFEFF') ? text.slice(1) : text;
      first = false;
    }
    return;
  }
  const isWide = name.startsWith('utf-16');
  const decoder = new TextDecoder(name, { fatal: isWide });
  try {
    for await (const chunk of readBytes(file)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new UserMistake(
      `${file.name} looks like ${showEncoding(name)} but is broken; save it as UTF-8`,
      { cause },
    );
  }
}

/** As a person knows it. */
export function showEncoding(name: string): string {
  if (name === 'windows-1252') return 'Windows-1252';
  return name
    .toUpperCase()
    .replace(/^(UTF-16)(.)E$/, '$1 $2E')
    .replace('WINDOWS', 'Windows')
    .replace('SHIFT_JIS', 'Shift_JIS');
}

/** Lines that are not UTF-8 are decoded by themselves. */
export function decodeUtf8(piece: Buffer, fallback: string): string {
  return isUtf8(piece) ? piece.toString('utf8') : decodeMixedLines(piece, fallback);
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

/**
 * Exports get concatenated, so one file can hold both encodings. Windows-1252 text is next to
 * never valid UTF-8, which makes each line's own bytes the best witness.
 */
function decodeMixedLines(piece: Buffer, fallback: string): string {
  const decoder = fallback === 'windows-1252' ? undefined : new TextDecoder(fallback);
  let text = '';
  for (const line of linesOf(piece)) {
    text += isUtf8(line)
      ? line.toString('utf8')
      : (decoder?.decode(line) ?? decodeWindows1252(line));
  }
  return text;
}

export function* linesOf(piece: Buffer): Generator<Buffer> {
  for (let start = 0; start < piece.length; ) {
    const at = piece.indexOf(NEW_LINE, start);
    const end = at === -1 ? piece.length : at + 1;
    yield piece.subarray(start, end);
    start = end;
  }
}

// Node 20's TextDecoder reads 'windows-1252' as Latin-1 in some releases, which loses curly quotes.
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => UPPER_CONTROLS.charAt(character.charCodeAt(0) - 0x80));
}
