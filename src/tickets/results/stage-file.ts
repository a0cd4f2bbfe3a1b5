import {
  access,
  chmod,
  constants,
  type FileHandle,
  open,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserMistake } from '../../domain/mistake.ts';
import { clearTemporary, privateFile, temporaryName } from '../../private-files.ts';

/** A file that appears under its name only when it is complete. */
export interface StagedFile {
  /** As the user named it. */
  path: string;
  append(data: string | Uint8Array): Promise<void>;
  /** Brings what was written to the disk. */
  finish(): Promise<void>;
  /** Gives the finished file its name. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/** Opens a temporary file beside `path`: on the same disk, so that the rename can't be half done. */
export async function stageFile(path: string, force: boolean): Promise<StagedFile> {
  const target = await findTarget(path, force);
  const folder = dirname(target);
  await clearTemporary(folder);
  const temporary = join(folder, temporaryName());
  const handle = await open(temporary, 'wx', privateFile).catch((cause: NodeJS.ErrnoException) => {
    throw new UserMistake(`${path} can't be written: ${cause.code ?? cause.message}`, { cause });
  });
  let isOpen = true;
  let isPublished = false;
  const close = async () => {
    if (isOpen) await handle.close();
    isOpen = false;
  };

  return {
    path,
    async append(data) {
      try {
        await handle.appendFile(data);
      } catch (cause) {
        throw diskMistake(path, cause);
      }
    },
    async finish() {
      try {
        await handle.sync();
        await close();
      } catch (cause) {
        throw diskMistake(path, cause);
      }
    },
    async publish() {
      if (!force && (await exists(target))) {
        throw new UserMistake(
          `${path} appeared meanwhile; move it away and give the command again`,
        );
      }
      try {
        // Whom a person let read the file that it replaces may read this one too.
        const replaced = await stat(target).catch(() => undefined);
        if (replaced !== undefined) await chmod(temporary, replaced.mode & 0o777);
        await rename(temporary, target);
      } catch (cause) {
        throw diskMistake(path, cause);
      }
      isPublished = true;
      await syncFolder(folder);
    },
    async discard() {
      await close();
      // Where its folder is gone, it is too.
      if (!isPublished) await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

async function findTarget(path: string, force: boolean): Promise<string> {
  const target = await realpath(path).catch(() => resolve(path));
  const found = await stat(target).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENAMETOOLONG') return undefined;
    throw new UserMistake(`${path.slice(0, 60)}… is too long for the name of a file`, { cause });
  });
  if (found?.isDirectory()) {
    throw new UserMistake(
      `${path} is a folder; name a file in it, such as ${join(path, 'results.csv')}`,
    );
  }
  if (found !== undefined && !found.isFile()) {
    throw new UserMistake(`${path} is not a plain file; name another`);
  }
  if (found !== undefined && !force) {
    throw new UserMistake(`${path} exists; add --force to replace it`);
  }
  // A rename would replace even a file that may not be written to.
  if (found !== undefined) {
    await access(target, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
      throw new UserMistake(`${path} can't be written: ${cause.code ?? cause.message}`, { cause });
    });
  }
  if (!(await exists(dirname(target)))) {
    const folder = dirname(path);
    throw new UserMistake(`there is no folder ${folder}; make it first: mkdir -p ${folder}`);
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Without it a power cut can undo the rename. Not every system can sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle: FileHandle | undefined = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function diskMistake(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  if (code === undefined) return cause;
  const { [code]: known = `${code}; mend that, then run the same command again` } = {
    ENOSPC: `the disk is full (${code})`,
    EDQUOT: `the disk is full (${code})`,
    ENOENT: `its folder was deleted meanwhile; make it again, then run the same command again: mkdir -p ${dirname(path)}`,
  } as Record<string, string>;
  return new UserMistake(`${path} can't be written: ${known}`, { cause });
}
