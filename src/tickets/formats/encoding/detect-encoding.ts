import { isAscii, isUtf8 } from 'node:buffer';
import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { StoredBytes } from '../../source.ts';
import { readStart } from '../read-bytes.ts';
import {
  decodeText,
  decodeUtf8,
  type Encoding,
  linesOf,
  showEncoding,
  wholeLines,
} from './decode-text.ts';
import { guessEncoding } from './guess-encoding.ts';

export interface DetectedText {
  encoding: Encoding;
  note: string | undefined;
  /** The last characters, and whether they are all. */
  end: { text: string; isWhole: boolean };
}

/** Bytes of lines that are not UTF-8 from which their encoding is guessed. */
const mostOdd = 64 * 1024;
const endCharacters = 64 * 1024;

/**
 * Reads the whole file once: the byte that is not UTF-8 may be anywhere.
 * @param named by a person, in place of a guess
 */
export async function detectEncoding(
  file: StoredBytes,
  named: string | undefined,
): Promise<DetectedText> {
  const sample = await readStart(file);
  if (isUtf32(sample))
    throw new UserMistake(`${file.name} is in UTF-32, which is not read; save it as UTF-8`);
  const wide = wideEncoding(sample);
  if (named === undefined && wide === undefined && isBinary(sample)) {
    throw new UserMistake(
      `${file.name} is not text; tickets are read from .csv, .tsv, .jsonl and .xlsx`,
    );
  }
  const name = named === undefined ? wide : readLabel(named);
  return name === undefined || name === 'utf-8' ? detectBeyondUtf8(file) : readAs(file, { name });
}

async function detectBeyondUtf8(file: StoredBytes): Promise<DetectedText> {
  let [utf8, other, oddBytes] = [0, 0, 0];
  const odd: Buffer[] = [];
  let last: Buffer[] = [];
  let pieces = 0;
  for await (const piece of wholeLines(file)) {
    pieces += 1;
    last = [...last.slice(-1), piece];
    // Only a file with broken UTF-8 needs its lines counted, so valid pieces cost one fast check.
    if (other === 0 && isUtf8(piece)) {
      if (utf8 === 0 && !isAscii(piece)) utf8 = 1;
      continue;
    }
    for (const line of linesOf(piece)) {
      if (isAscii(line)) continue;
      if (isUtf8(line)) utf8++;
      else {
        other++;
        if (oddBytes < mostOdd) odd.push(line);
        oddBytes += line.length;
      }
    }
  }
  const fallback = other === 0 ? 'windows-1252' : guessEncoding(Buffer.concat(odd));
  // What is seldom UTF-8 in a file of two bytes a character is so by accident.
  if (fallback !== 'windows-1252' && utf8 < other) return readAs(file, { name: fallback });
  const text = decodeUtf8(Buffer.concat(last), fallback);
  return {
    encoding: { name: 'utf-8', fallback },
    note: noteOf(utf8, other, showEncoding(fallback)),
    end: { text: text.slice(-endCharacters), isWhole: pieces <= 2 && text.length <= endCharacters },
  };
}

/** Reads it to its end, for what can't be read and for its last characters. */
async function readAs(file: StoredBytes, encoding: Encoding): Promise<DetectedText> {
  let text = '';
  let isWhole = true;
  let broken = 0;
  for await (const piece of decodeText(file, encoding)) {
    if (piece.includes('\uFFFD')) broken += piece.split('\uFFFD').length - 1;
    text += piece;
    if (text.length <= endCharacters) continue;
    isWhole = false;
    text = text.slice(-endCharacters);
  }
  const lost = broken === 0 ? '' : `, in which ${plural(broken, 'character')} can't be read`;
  return {
    encoding,
    note: `read as ${showEncoding(encoding.name)}${lost}`,
    end: { text, isWhole },
  };
}

/** @throws UserMistake for one that nobody knows */
function readLabel(label: string): string {
  try {
    const { encoding } = new TextDecoder(label.trim());
    return encoding;
  } catch {
    throw new UserMistake(
      `--encoding takes a name such as utf-8, windows-1251, shift_jis, gb18030, big5 or euc-kr, got "${label}"`,
    );
  }
}

function noteOf(utf8: number, other: number, encoding: string): string | undefined {
  if (other === 0) return undefined;
  if (utf8 === 0) return `read as ${encoding}`;
  return `${other} ${other === 1 ? 'line is' : 'lines are'} not UTF-8: read as ${encoding}`;
}

/** By its mark, or by the three NULs that every Latin letter brings along. */
function isUtf32(sample: Buffer): boolean {
  const mark = sample.toString('hex', 0, 4);
  if (mark === 'fffe0000' || mark === '0000feff') return true;
  const nulls = sample.filter((byte) => byte === 0).length;
  return nulls >= 8 && nulls > sample.length * 0.7 && nulls < sample.length * 0.8;
}

/** UTF-16 by its mark or, without one, by the NULs that every Latin letter brings along. */
function wideEncoding(sample: Buffer): string | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  let [even, odd] = [0, 0];
  for (let at = 0; at < sample.length; at++) {
    if (sample[at] !== 0) continue;
    if (at % 2 === 0) even++;
    else odd++;
  }
  const nulls = even + odd;
  if (nulls < 4 || nulls < sample.length * 0.05) return undefined;
  if (odd > nulls * 0.9) return 'utf-16le';
  if (even > nulls * 0.9) return 'utf-16be';
  return undefined;
}

function isBinary(sample: Buffer): boolean {
  let controls = 0;
  for (const byte of sample) {
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) controls++;
  }
  return controls >= 8 && controls > sample.length * 0.05;
}
