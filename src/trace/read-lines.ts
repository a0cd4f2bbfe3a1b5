import { createReadStream } from 'node:fs';
import { UserMistake } from '../domain/mistake.ts';

/** Bytes of a line: a span holds what a model was told of a whole docket. */
const longestLine = 64 * 1024 * 1024;

/** The lines of a file, read piece by piece. A last one that has no end counts too. */
export async function* readLines(file: string): AsyncGenerator<{ text: string; line: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let pieces: Buffer[] = [];
  let length = 0;
  let line = 0;
  const take = (): { text: string; line: number } => {
    line += 1;
    const bytes = Buffer.concat(pieces);
    pieces = [];
    length = 0;
    try {
      return { text: decoder.decode(bytes), line };
    } catch {
      throw damaged(file, line, 'no UTF-8');
    }
  };
  const add = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    if (length > longestLine)
      throw damaged(file, line + 1, `longer than ${longestLine / 1024 / 1024} MB`);
  };
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        add(chunk.subarray(start, end));
        yield take();
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      throw new UserMistake(`${file} can't be read: ${error.code}`, { cause: error });
    throw error;
  }
  if (length > 0) yield take();
}

/** What is said of a line that can't be what was written. */
export function damaged(file: string, line: number, reason: string): UserMistake {
  return new UserMistake(
    `${file} line ${line} is damaged: ${reason}; nothing was imported: copy or export it again`,
  );
}
