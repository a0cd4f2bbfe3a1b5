import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { File } from 'unzipper-esm';
import { UserMistake } from '../../domain/mistake.ts';

/** A zip file whose parts are read one piece at a time. */
export interface Archive {
  names: string[];
  /** @throws Error for a part that is damaged */
  read(name: string): AsyncIterable<Buffer>;
}

const headerBytes = 30;
/** No workbook shrinks to less than a 100th; what is small may do as it likes. */
const mostTimes = 100;
const freeBytes = 200 * 1024 * 1024;
/** A directory that breaks off is waited for no longer, in milliseconds. */
const patienceMs = 10_000;

/** @throws UserMistake for parts that unpack to far too much, when they are read */
export async function openArchive(shown: string, path: string): Promise<Archive> {
  const { size } = await stat(path);
  const most = Math.max(freeBytes, size * mostTimes);
  const parts = new Map(
    (await directoryOf(path)).map((file) => [file.path.replace(/^\//, ''), file]),
  );
  return {
    names: [...parts.keys()],
    async *read(name) {
      const part = parts.get(name);
      if (part === undefined) throw new Error(`it has no part ${name}`);
      let unpacked = 0;
      for await (const piece of piecesOf(path, part)) {
        unpacked += piece.length;
        if (unpacked > most)
          throw new UserMistake(
            `${shown} unpacks to more than ${Math.round(most / 1024 / 1024)} MB, too much for a workbook to be read; save its sheet as .csv`,
          );
        yield piece;
      }
    },
  };
}

async function directoryOf(path: string): Promise<File[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('its directory breaks off')), patienceMs);
  });
  try {
    const { Open } = await import('unzipper-esm');
    return (await Promise.race([Open.file(path), late])).files;
  } finally {
    clearTimeout(timer);
  }
}

async function* piecesOf(path: string, part: File): AsyncGenerator<Buffer> {
  const { offsetToLocalFileHeader: start, compressedSize, compressionMethod } = part;
  if (compressedSize === 0) return;
  const handle = await open(path);
  let first: number;
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(headerBytes),
      0,
      headerBytes,
      start,
    );
    if (bytesRead < headerBytes) throw new Error(`${part.path} breaks off`);
    first = start + headerBytes + buffer.readUInt16LE(26) + buffer.readUInt16LE(28);
  } finally {
    await handle.close();
  }
  const stored = createReadStream(path, {
    start: first,
    end: first + compressedSize - 1,
    highWaterMark: 1 << 16,
  });
  if (compressionMethod === 0) yield* stored;
  else if (compressionMethod === 8)
    // Its error, if there is one, is thrown where the bytes are read.
    yield* pipeline(stored, createInflateRaw({ chunkSize: 1 << 17 }), () => {});
  else throw new Error(`${part.path} is packed in a way that is not read`);
}
