import { realpath } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UserMistake } from '../../domain/mistake.ts';
import { csvResults } from './csv-results.ts';
import { jsonlResults } from './jsonl-results.ts';
import type { ResultRow, ResultShape } from './result-columns.ts';
import type { CellCounts, ResultsFormat, ResultsSink } from './results-format.ts';
import { type StagedFile, stageFile } from './stage-file.ts';
import { xlsxResults } from './xlsx-results.ts';

export type { ResultShape };

export interface WrittenFile extends CellCounts {
  path: string;
  rows: number;
}

export interface ResultsWriter {
  /** In the input's order; await each before the next. */
  write(row: ResultRow): Promise<void>;
  /** The files appear, all of them complete. */
  commit(): Promise<WrittenFile[]>;
  /** Nothing appears, nothing stays behind. */
  discard(): Promise<void>;
}

const FORMATS: Record<string, (file: ResultsSink, shape: ResultShape) => ResultsFormat> = {
  '.csv': csvResults,
  '.jsonl': jsonlResults,
  '.xlsx': xlsxResults,
};

/** Writes results of a format to wherever `sink` puts them. */
export function formatResults(
  ending: '.csv' | '.jsonl' | '.xlsx',
  sink: ResultsSink,
  shape: ResultShape,
): ResultsFormat {
  return formatOf(ending, ending)(sink, shape);
}

/** Opens every file before anything is paid for. @throws UserMistake where one can't be written. */
export async function openResults(
  paths: readonly string[],
  shape: ResultShape,
): Promise<ResultsWriter> {
  const inputs = await Promise.all((shape.inputs ?? []).map(realPlace));
  const seen = new Set<string>();
  for (const path of paths) {
    formatOf(path);
    const place = await realPlace(path);
    if (inputs.includes(place)) {
      throw new UserMistake(`${path} is the file that is read; write the results to another`);
    }
    if (seen.has(place)) throw new UserMistake(`${path} is named twice; drop one --out`);
    seen.add(place);
  }

  const files: StagedFile[] = [];
  const discard = async () => {
    await Promise.all(files.map((file) => file.discard()));
  };
  try {
    for (const path of paths) files.push(await stageFile(path, shape.force));
    const outputs = files.map((file) => ({ file, format: formatOf(file.path)(file, shape) }));
    let rows = 0;
    return {
      async write(row) {
        for (const { format } of outputs) await format.write(row);
        rows++;
      },
      async commit() {
        const written: WrittenFile[] = [];
        for (const { file, format } of outputs) {
          written.push({ path: file.path, rows, ...(await format.end()) });
          await file.finish();
        }
        for (const file of files) await file.publish();
        return written;
      },
      discard,
    };
  } catch (cause) {
    await discard();
    throw cause;
  }
}

function formatOf(
  path: string,
  ending = extname(path).toLowerCase(),
): (file: ResultsSink, shape: ResultShape) => ResultsFormat {
  const format = FORMATS[ending];
  if (format !== undefined) return format;
  throw new UserMistake(
    `${path} ends in ${ending === '' ? 'nothing' : `"${ending}"`}; results are written to .csv, .jsonl and .xlsx`,
  );
}

async function realPlace(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  return realpath(path).catch(() => join(folder, basename(path)));
}
