import { seededRandom } from '../domain/random.ts';
import type { SourceRow } from './make-ticket.ts';
import type { Source } from './source.ts';

/** Which rows of a table are read; all of them where nothing is said. */
export interface Selection {
  /** The first so many. */
  limit?: number;
  /** So many by chance, of these, in their order. */
  sample?: number;
  /** The same seed draws the same rows of the same table. */
  seed?: number;
}

/** The table with those rows alone. */
export async function selectRows(source: Source, selection: Selection): Promise<Source> {
  const { limit, sample, seed = 1 } = selection;
  const limited = limit === undefined ? source : limitRows(source, limit);
  return sample === undefined ? limited : sampleRows(limited, sample, seed);
}

function limitRows(source: Source, limit: number): Source {
  return {
    ...source,
    notes: [...source.notes, `read: the first ${limit === 1 ? 'row' : `${limit} rows`}`],
    async *batches() {
      let left = limit;
      for await (const batch of source.batches()) {
        yield batch.slice(0, left);
        left -= batch.length;
        if (left <= 0) return;
      }
    },
  };
}

async function sampleRows(source: Source, size: number, seed: number): Promise<Source> {
  const { chosen, rows } = await draw(source, size, seed);
  return {
    ...source,
    notes: [...source.notes, `read: ${chosen.size} of ${rows} rows by chance (seed ${seed})`],
    async *batches() {
      let place = 0;
      for await (const batch of source.batches())
        yield batch.flatMap((row): SourceRow[] => (chosen.has(++place) ? [{ ...row, place }] : []));
    },
  };
}

/** Each row is as likely as any other, though nobody knows beforehand how many there are (reservoir sampling, A. G. Waterman). */
async function draw(source: Source, size: number, seed: number) {
  const random = seededRandom(seed);
  const drawn: number[] = [];
  let rows = 0;
  for await (const batch of source.batches())
    for (const _ of batch) {
      rows += 1;
      const at = rows <= size ? drawn.length : Math.floor(random() * rows);
      if (at < size) drawn[at] = rows;
    }
  return { chosen: new Set(drawn), rows };
}
