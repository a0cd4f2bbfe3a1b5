import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserMistake } from '../domain/mistake.ts';
import { ownCommand } from '../installation.ts';
import { makeTemporaryFolder, privateFile } from '../private-files.ts';

/** What a command calls it. */
export const standardInput = '-';

interface StoredInput {
  path: string;
  size: number;
  identity: string[];
}

let stored: Promise<StoredInput> | undefined;

/** Keeps what is piped in as long as the process lives: it comes once, and a file is read several times. */
export function storeInput(): Promise<StoredInput> {
  stored ??= store(process.stdin);
  return stored;
}

async function store(input: NodeJS.ReadStream): Promise<StoredInput> {
  if (input.isTTY)
    throw new UserMistake(
      `nothing is piped in; give the tickets as in: cat FILE | ${ownCommand()} batch -`,
    );
  const folder = await makeTemporaryFolder();
  const file = path.join(folder, 'stdin');
  const digest = createHash('sha256');
  let size = 0;
  const note = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      digest.update(piece);
      size += piece.length;
      yield piece;
    }
  };
  await pipeline(input, note, createWriteStream(file, { mode: privateFile })).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new UserMistake(`stdin can't be kept in ${folder}: ${cause.code ?? cause.message}`, {
        cause,
      });
    },
  );
  return { path: file, size, identity: ['stdin', digest.digest('hex')] };
}
