import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HTTPException } from 'hono/http-exception';
import { UserMistake } from '../../../../domain/mistake.ts';
import { ownCommand, sampleTickets } from '../../../../installation.ts';
import {
  clearTemporary,
  makeFolder,
  privateFile,
  temporaryName,
} from '../../../../private-files.ts';
import { mostUploadBytes, type TicketUpload, ticketEndings } from '../../../api/runs.ts';
import { mostNameBytes } from '../../../api/words.ts';
import { notFound } from '../../answer.ts';
import { isOwnFile, ownFolder } from './own-place.ts';

const uploadId = /^[0-9a-f]{16}$/;

/** A file of tickets that the page can hear. */
export interface StoredFile extends TicketUpload {
  path: string;
}

/** The uploads, each in a folder of its own, and the sample that is shipped. */
export class Files {
  readonly #home: string;
  readonly #folder: string;

  constructor(home: string) {
    this.#home = home;
    this.#folder = path.join(home, 'uploads');
  }

  /** The uploads, newest first, and the sample. */
  async list(): Promise<StoredFile[]> {
    const names = await readdir(this.#folder).catch(nothingThere);
    const found = await Promise.all(names.filter((name) => uploadId.test(name)).map(this.#read));
    return [
      ...found.flatMap((file) => file ?? []).sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
      await readSample(),
    ];
  }

  /** @throws HTTPException 404 for an id that names nothing */
  async find(id: string): Promise<StoredFile> {
    if (id === 'sample') return readSample();
    const file = uploadId.test(id) ? await this.#read(id) : undefined;
    if (file === undefined) throw notFound('there is no such file; upload it again');
    return file;
  }

  /**
   * Writes an upload as it comes. What was not received whole leaves nothing.
   * @param length as announced, where it was
   * @throws HTTPException 413 for one that is too large
   * @throws UserMistake for a name that is no file of tickets
   */
  async save(
    named: string,
    body: AsyncIterable<Uint8Array>,
    length: number | undefined,
  ): Promise<StoredFile> {
    const name = safeName(named);
    if (length !== undefined && length > mostUploadBytes) throw tooLarge();
    const id = randomBytes(8).toString('hex');
    // Whoever lists the uploads doesn't see it before it is whole.
    const folder = await ownFolder(this.#home, 'uploads');
    await clearTemporary(folder);
    const partial = path.join(folder, temporaryName());
    await makeFolder(partial);
    try {
      const size = await write(path.join(partial, name), body);
      if (size === 0) throw new UserMistake(`${name} is empty; it needs a header and rows`);
      await rename(partial, path.join(this.#folder, id));
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    return this.find(id);
  }

  #read = async (id: string): Promise<StoredFile | undefined> => {
    const folder = path.join(this.#folder, id);
    const [name] = await readdir(folder).catch(nothingThere);
    if (name === undefined) return undefined;
    const file = path.join(folder, name);
    if (!(await isOwnFile(this.#home, file))) return undefined;
    const { size, mtimeMs } = await stat(file);
    return { id, name, size, at: mtimeMs, path: file };
  };
}

async function readSample(): Promise<StoredFile> {
  const { size } = await stat(sampleTickets);
  return { id: 'sample', name: path.basename(sampleTickets), size, at: null, path: sampleTickets };
}

async function write(file: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(file, 'wx', privateFile);
  let size = 0;
  try {
    for await (const piece of received(body)) {
      size += piece.length;
      if (size > mostUploadBytes) throw tooLarge();
      await handle.appendFile(piece);
    }
  } finally {
    await handle.close();
  }
  return size;
}

/** A client that goes away is no mistake of ours. */
async function* received(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new HTTPException(400, { message: 'the upload broke off; send the file again', cause });
  }
}

/** The last part of a name, of characters that mean nothing to any file system. */
export function safeName(named: string): string {
  const base = named.split(/[/\\]/).at(-1) ?? '';
  if (/\p{Cc}/u.test(base))
    throw new UserMistake('the name of the file has control characters; rename it');
  const ending = path.extname(base).toLowerCase();
  if (!ticketEndings.includes(ending))
    throw new UserMistake(
      `${ending === '' ? 'a file without an ending' : `"${ending.slice(0, 20)}"`} is not read; tickets come as .csv, .tsv, .txt, .json, .jsonl, .ndjson, .xlsx or .parquet`,
    );
  const stem = base
    .slice(0, base.length - ending.length)
    .replace(/[^\p{L}\p{M}\p{N} ._()-]+/gu, '_')
    .replace(/^[ .]+/, '');
  const short = cutBytes(stem, mostNameBytes - ending.length);
  // Devices of Windows, whatever ending stands behind them.
  const free = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? `_${short}` : short;
  return `${free === '' ? 'tickets' : free}${ending}`;
}

/** As much of a text as fits into so many bytes, in whole characters. */
function cutBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most));
  return text.slice(0, read);
}

function tooLarge(): HTTPException {
  const megabytes = mostUploadBytes / 1024 / 1024;
  return new HTTPException(413, {
    message: `files may have ${megabytes} MB; judge this one with: ${ownCommand()} batch FILE`,
  });
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
