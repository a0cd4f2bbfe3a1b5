/** What customers wrote is for the eyes of who runs the command: files and folders are made so, whatever the umask. */
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { existsHere, thisMachine } from './this-machine.ts';

export const privateFile = 0o600;
export const privateFolder = 0o700;

/** Makes a folder and those above it. One that is there already stays as it is. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: privateFolder });
}

const machine = createHash('sha256')
  .update(thisMachine ?? randomBytes(8))
  .digest('hex')
  .slice(0, 8);
const temporary = /^\.tribunal-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** A name for what is to be whole before it is seen, which says whose it is. */
export function temporaryName(): string {
  return `.tribunal-${machine}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Removes from a folder what processes left there under such names that are no more. */
export async function clearTemporary(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, where, pid] = temporary.exec(name) ?? [];
    if (where !== machine || existsHere(Number(pid))) continue;
    // What can't be removed is in nobody's way.
    await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

const temporaryFolders: string[] = [];

/** Makes a folder among the temporary files that lasts as long as this process, and clears those of processes that died. */
export async function makeTemporaryFolder(): Promise<string> {
  await clearTemporary(tmpdir());
  const folder = path.join(tmpdir(), temporaryName());
  if (temporaryFolders.push(folder) === 1) process.once('exit', removeTemporaryFolders);
  await makeFolder(folder);
  return folder;
}

function removeTemporaryFolders(): void {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
}
