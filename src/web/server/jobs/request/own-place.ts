import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserMistake } from '../../../../domain/mistake.ts';

/** A folder of the page's own, made where there is none. @throws UserMistake where a link leads elsewhere */
export async function ownFolder(home: string, ...names: string[]): Promise<string> {
  await mkdir(home, { recursive: true });
  let folder = home;
  for (const name of names) {
    folder = path.join(folder, name);
    // Nothing is made behind a link.
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await isOwn(home, folder)))
      throw new UserMistake(`${name} beside the ledger is a link to elsewhere; remove it`);
  }
  return folder;
}

/** Whether it is a file that lies there itself, and no link to one that lies elsewhere. */
export async function isOwnFile(home: string, file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() === true && (await isOwn(home, file));
}

/** Folders that come with a ledger may hold links to anything that this user can read. */
async function isOwn(home: string, place: string): Promise<boolean> {
  const [real, realHome] = await Promise.all([realpath(place), realpath(home)]);
  return real === path.join(realHome, path.relative(home, place));
}

/** What is said of a file names it as the user does, not by where the server keeps it. */
export async function withoutFolders<Result>(
  { path: file, name }: { path: string; name: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    throw new UserMistake(error.message.replaceAll(file, name), { cause: error });
  }
}
