import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserMistake } from '../../domain/mistake.ts';
import type { StoredBytes } from '../source.ts';

const pieceBytes = 1 << 18;
const startBytes = 64 * 1024;
/** No table of tickets shrinks to less than a 250th; what is small may do as it likes. */
const mostTimes = 250;
const freeBytes = 64 * 1024 * 1024;

export async function isPacked(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/**
 * From the start, unpacked.
 * @throws UserMistake for a file that can't be read to its end, or that unpacks to far too much
 */
export async function* readBytes(file: StoredBytes): AsyncGenerator<Buffer> {
  const stored = createReadStream(file.path, { highWaterMark: pieceBytes });
  const unpacked = file.isPacked
    ? // Its error, if there is one, is thrown where the bytes are read.
      pipeline(stored, createGunzip({ chunkSize: pieceBytes }), () => {})
    : stored;
  const most = Math.max(freeBytes, file.size * mostTimes);
  let length = 0;
  try {
    for await (const piece of unpacked) {
      length += piece.length;
      if (file.isPacked && length > most) throw tooLarge(file);
      yield piece;
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new UserMistake(
      String(cause.code).startsWith('Z_')
        ? `${file.name} is damaged and can't be unpacked (${cause.message}); copy or export it again`
        : `${file.name} can't be read: ${cause.code}`,
      { cause },
    );
  }
}

/** The first bytes, unpacked. */
export async function readStart(file: StoredBytes): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of readBytes(file)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= startBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, startBytes);
}

function tooLarge({ name }: StoredBytes): UserMistake {
  return new UserMistake(
    `${name} unpacks to more than ${mostTimes} times its size, which no tickets do; if these do, unpack it with gunzip first`,
  );
}
