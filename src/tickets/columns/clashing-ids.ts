import { addressOf } from '../../domain/address.ts';
import type { Source } from '../source.ts';
import type { CellReader } from './column-reader.ts';

/** Finds the ids that stand in more than one of the files that are read together. */
export async function findClashes(
  source: Source,
  readId: CellReader,
): Promise<ReadonlySet<number>> {
  const lists: Float64Array[] = [];
  let file: string | undefined;
  let hashes: number[] = [];
  const endFile = () => {
    const sorted = Float64Array.from(hashes).sort();
    lists.push(sorted.filter((hash, at) => hash !== sorted[at - 1]));
    hashes = [];
  };
  for await (const batch of source.batches())
    for (const row of batch) {
      if (row.file !== file) endFile();
      file = row.file;
      const id = readId(row.cells).trim();
      if (id !== '') hashes.push(hashOf(id));
    }
  endFile();
  const all = new Float64Array(lists.reduce((length, list) => length + list.length, 0));
  let start = 0;
  for (const list of lists) {
    all.set(list, start);
    start += list.length;
  }
  all.sort();
  return new Set(all.filter((hash, at) => hash === all[at - 1]));
}

/** 52 bits of an address, which fit a number: 8 bytes an id, for one mistaken for another in very many files. */
export function hashOf(id: string): number {
  return Number.parseInt(addressOf('id', id).slice(0, 13), 16);
}
