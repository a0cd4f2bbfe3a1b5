import { open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { UserMistake } from '../../../domain/mistake.ts';
import { nameColumns } from '../../columns/name-columns.ts';
import type { FoundFile } from '../../find-file.ts';
import type { SourceRow } from '../../make-ticket.ts';
import type { Source } from '../../source.ts';
import { cellWriter, takeRaw, timeTexts, topElements } from './cell-writer.ts';
import { checkPages } from './check-pages.ts';
import { unpackPage } from './unpack-page.ts';

/** What is unpacked at once: a row group may hold a million rows. */
const mostBytes = 16 * 1024 * 1024;
const mostRows = 20_000;
const batchRows = 500;

export async function openParquet({ name, path, size }: FoundFile): Promise<Source> {
  const file = { byteLength: size, slice: (start: number, end = size) => slice(path, start, end) };
  const found = await orMistake(name, readMetadata(file));
  const top = topElements(found.schema);
  const metadata = { ...found, schema: takeRaw(found.schema) };
  const header = top.map((element) => element.name);
  if (header.length === 0 || found.num_rows === 0n)
    throw new UserMistake(`${name} has no rows; it needs columns and rows`);
  const writers = top.map(cellWriter);
  return {
    format: 'parquet',
    header,
    columns: nameColumns(header),
    isNamed: true,
    notes: [],
    async *batches() {
      for (const [start, end] of rowRanges(metadata)) {
        const values = await orMistake(name, readRows(file, metadata, start, end));
        const rows = values.map((row, at): SourceRow => {
          const cells = writers.map((write, index) => write(row[index]));
          return { cells, line: start + at + 1 };
        });
        for (let at = 0; at < rows.length; at += batchRows) yield rows.slice(at, at + batchRows);
      }
    },
  };
}

async function readMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  await checkPages(file, metadata);
  return metadata;
}

/** Parts of the row groups, none of which takes much memory. */
function* rowRanges({ row_groups: groups }: FileMetaData): Generator<[number, number]> {
  let first = 0;
  for (const group of groups) {
    const rows = Number(group.num_rows);
    const bytes = Math.max(1, Number(group.total_byte_size) / rows);
    const step = Math.max(1, Math.min(mostRows, Math.floor(mostBytes / bytes)));
    for (let at = 0; at < rows; at += step) yield [first + at, first + Math.min(rows, at + step)];
    first += rows;
  }
}

async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  await parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    compressors: unpackPage,
    parsers: timeTexts,
    utf8: false,
    geoparquet: false,
    onComplete: (read) => {
      rows = read;
    },
  });
  // What is null comes as null.
  if (rows.length < rowEnd - rowStart || rows.some((row) => row.includes(undefined)))
    throw new Error('rows are missing');
  return rows;
}

async function slice(path: string, start: number, end: number): Promise<ArrayBuffer> {
  const handle = await open(path);
  try {
    const bytes = new Uint8Array(Math.max(0, end - start));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    if (bytesRead < bytes.length) throw new Error('it breaks off');
    return bytes.buffer;
  } finally {
    await handle.close();
  }
}

function orMistake<Value>(name: string, promise: Promise<Value>): Promise<Value> {
  return promise.catch((cause: unknown) => {
    const reason = cause instanceof Error ? ` (${cause.message.split('\n', 1)[0]})` : '';
    throw new UserMistake(
      `${name} can't be read as a Parquet file${reason}; write it again, or as .csv`,
      { cause },
    );
  });
}
