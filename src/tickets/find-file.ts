import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { nearest, UserMistake } from '../domain/mistake.ts';
import { isPacked, readStart } from './formats/read-bytes.ts';
import type { StoredBytes, TicketFormat } from './source.ts';
import { standardInput, storeInput } from './standard-input.ts';

export interface FoundFile extends StoredBytes {
  format: TicketFormat;
  /** Which file it is, and in which state: with other tickets in it another one. */
  identity: string[];
  isPiped: boolean;
}

const FORMATS: Record<string, TicketFormat> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.txt': 'csv',
  '.json': 'jsonl',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.xlsx': 'xlsx',
  '.parquet': 'parquet',
  '.pq': 'parquet',
};

/** What a file's first bytes give away, whatever its name says. */
const SIGNATURES: { bytes: number[]; advice: string; format?: TicketFormat }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    advice: 'is a workbook or a zip file; name a workbook .xlsx',
    format: 'xlsx',
  },
  {
    bytes: [0x50, 0x41, 0x52, 0x31],
    advice: 'is a Parquet file; name it .parquet',
    format: 'parquet',
  },
  {
    bytes: [0x50, 0x41, 0x52, 0x45],
    advice: 'is an encrypted Parquet file; export the tickets as .csv',
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], advice: 'is an old Excel file; save it as .xlsx or .csv' },
  { bytes: [0x1f, 0x8b], advice: 'is compressed twice; unpack it with gunzip first' },
  { bytes: [0x25, 0x50, 0x44, 0x46], advice: 'is a PDF; export the tickets as .csv' },
];

/** Formats that begin with their signature, and are packed by themselves. */
const PACKED: Partial<Record<TicketFormat, { called: string; advice: string }>> = {
  xlsx: {
    called: 'a workbook',
    advice: 'is not an Excel workbook; save it as .xlsx again, or name it .csv',
  },
  parquet: {
    called: 'a Parquet file',
    advice: 'is not a Parquet file; write it again, or name it .csv',
  },
};

/** Finds the file and what it is, or says in one line what is wrong with it. */
export async function findFile(name: string): Promise<FoundFile> {
  return name === standardInput ? findInput() : findNamed(name);
}

async function findInput(): Promise<FoundFile> {
  const { path, size, identity } = await storeInput();
  const file = await openStored('stdin', path, size);
  const start = await readStart(file);
  const format = formatOf(start);
  refuseOtherKinds(file, format, start);
  return { ...file, format, identity, isPiped: true };
}

async function findNamed(path: string): Promise<FoundFile> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw unreadable(path, cause);
  });
  if (found === undefined)
    throw new UserMistake(`there is no file ${path}${await didYouMean(path)}`);
  if (found.isDirectory()) {
    throw new UserMistake(`${path} is a folder; name a file in it${await filesIn(path)}`);
  }
  const unpackedName = path.replace(/\.gz$/i, '');
  const ending = extname(unpackedName).toLowerCase();
  if (ending === '.xls') {
    throw new UserMistake(`${path} is in the old Excel format; save it as .xlsx or .csv`);
  }
  const named = FORMATS[ending];
  if (named === undefined && (ending !== '' || unpackedName === path)) {
    throw new UserMistake(
      `${path} ends in ${ending === '' ? 'nothing' : `"${ending}"`}; tickets are read from .csv, .tsv, .txt, .json, .jsonl, .ndjson, .xlsx and .parquet, and from these packed as .gz`,
    );
  }
  const file = await openStored(path, path, found.size).catch((cause: unknown) => {
    throw cause instanceof UserMistake ? cause : unreadable(path, cause);
  });
  const start = await readStart(file);
  const format = named ?? formatOf(start);
  refuseOtherKinds(file, format, start);
  const identity = [resolve(path), `${found.size}`, `${found.mtimeMs}`];
  return { ...file, format, identity, isPiped: false };
}

async function openStored(name: string, path: string, size: number): Promise<StoredBytes> {
  if (size === 0) throw new UserMistake(`${name} is empty; it needs a header and rows`);
  return { name, path, size, isPacked: await isPacked(path) };
}

/** Of what has no name that says it. */
function formatOf(start: Buffer): TicketFormat {
  const { format } = kindOf(start) ?? {};
  if (format !== undefined) return format;
  return /^[\s\0\xef\xbb\xbf\xfe\xff]*[{[]/.test(start.toString('latin1')) ? 'jsonl' : 'csv';
}

function refuseOtherKinds({ name, isPacked }: StoredBytes, format: TicketFormat, start: Buffer) {
  const kind = kindOf(start);
  const packed = PACKED[format];
  if (packed !== undefined && isPacked)
    throw new UserMistake(
      `${name} packs ${packed.called}, which is packed by itself; unpack it with gunzip first`,
    );
  if (kind?.format === format || (kind ?? packed) === undefined) return;
  throw new UserMistake(`${name} ${(kind ?? packed)?.advice}`);
}

function kindOf(start: Buffer) {
  return SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte));
}

function unreadable(path: string, cause: unknown): UserMistake {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new UserMistake(`${path} can't be read: ${code ?? message}`, { cause });
}

async function didYouMean(path: string): Promise<string> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return `: there is no folder ${folder}`;
  const near = nearest(basename(path), names);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

async function filesIn(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => FORMATS[extname(name.replace(/\.gz$/i, '')).toLowerCase()] !== undefined,
  );
  return names.length === 0 ? '' : `: ${names.slice(0, 5).join(', ')}`;
}
