import { isAscii, isUtf8 } from 'node:buffer';
import { UserMistake } from '../../domain/mistake.ts';
import { countLines, decodeText, type Encoding, wholeLines } from './decode-text.ts';
import { readStart, type StoredBytes } from './read-bytes.ts';

/** Reads the whole file once: the byte that is not UTF-8 may be anywhere. */
export async function detectEncoding(
  file: StoredBytes,
): Promise<{ encoding: Encoding; note: string | undefined }> {
  const sample = await readStart(file);
  const wide = wideEncoding(sample);
  if (wide !== undefined) {
    for await (const _ of decodeText(file, wide));
    return { encoding: wide, note: `read as ${wide.toUpperCase().replace(/(.)E$/, ' $1E')}` };
  }
  if (isBinary(sample)) {
    throw new UserMistake(
      `${file.name} is not text; tickets are read from .csv, .tsv, .jsonl and .xlsx`,
    );
  }
  let [utf8, other] = [0, 0];
  for await (const piece of wholeLines(file)) {
    // Only a file with broken UTF-8 needs its lines counted, so valid pieces cost one fast check.
    if (other === 0 && isUtf8(piece)) {
      if (utf8 === 0 && !isAscii(piece)) utf8 = 1;
      continue;
    }
    const lines = countLines(piece);
    utf8 += lines.utf8;
    other += lines.other;
  }
  return { encoding: 'utf-8', note: noteOf(utf8, other) };
}

function noteOf(utf8: number, other: number): string | undefined {
  if (other === 0) return undefined;
  if (utf8 === 0) return 'read as Windows-1252';
  return `${other} ${other === 1 ? 'line is' : 'lines are'} not UTF-8: read as Windows-1252`;
}

/** UTF-16 by its mark or, without one, by the NULs that every Latin letter brings along. */
function wideEncoding(sample: Buffer): Encoding | undefined {
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
