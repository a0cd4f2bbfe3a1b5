import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { nearest, UserMistake } from '../domain/mistake.ts';

export type TicketFormat = 'csv' | 'tsv' | 'jsonl' | 'xlsx';

const FORMATS: Record<string, TicketFormat> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.txt': 'csv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.xlsx': 'xlsx',
};

/** What a file's first bytes give away, whatever its name says. */
const SIGNATURES: { bytes: number[]; advice: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], advice: 'is a workbook or a zip file; name a workbook .xlsx' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], advice: 'is an old Excel file; save it as .xlsx or .csv' },
  { bytes: [0x1f, 0x8b], advice: 'is compressed; unpack it with gunzip first' },
  { bytes: [0x25, 0x50, 0x44, 0x46], advice: 'is a PDF; export the tickets as .csv' },
];

/** Finds the file and what it is, or says in one line what is wrong with it. */
export async function findFile(path: string): Promise<TicketFormat> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw new UserMistake(`${path} can't be read: ${cause.code ?? cause.message}`, { cause });
  });
  if (found === undefined)
    throw new UserMistake(`there is no file ${path}${await didYouMean(path)}`);
  if (found.isDirectory()) {
    throw new UserMistake(`${path} is a folder; name a file in it${await filesIn(path)}`);
  }
  const ending = extname(path).toLowerCase();
  if (ending === '.xls') {
    throw new UserMistake(`${path} is in the old Excel format; save it as .xlsx or .csv`);
  }
  const format = FORMATS[ending];
  if (format === undefined) {
    throw new UserMistake(
      `${path} ends in ${ending === '' ? 'nothing' : `"${ending}"`}; tickets are read from .csv, .tsv, .txt, .jsonl, .ndjson and .xlsx`,
    );
  }
  if (found.size === 0) throw new UserMistake(`${path} is empty; it needs a header and rows`);
  await refuseOtherKinds(path, format);
  return format;
}

async function refuseOtherKinds(path: string, format: TicketFormat): Promise<void> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new UserMistake(`${path} can't be read: ${cause.code ?? cause.message}`, { cause });
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const kind = SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => buffer[at] === byte));
    const isZip = kind === SIGNATURES[0];
    if (format === 'xlsx' && !isZip) {
      throw new UserMistake(
        `${path} ${kind?.advice ?? 'is not an Excel workbook; save it as .xlsx again, or name it .csv'}`,
      );
    }
    if (format !== 'xlsx' && kind !== undefined) throw new UserMistake(`${path} ${kind.advice}`);
  } finally {
    await handle.close();
  }
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
    (name) => FORMATS[extname(name).toLowerCase()] !== undefined,
  );
  return names.length === 0 ? '' : `: ${names.slice(0, 5).join(', ')}`;
}
