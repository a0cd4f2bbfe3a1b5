import { createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { RunSettings } from '../../../workflows/run-settings.ts';
import { UserMistake } from '../../domain/mistake.ts';
import type { RunRow } from '../../ledger/schema.ts';
import { clearTemporary, makeFolder, privateFile, temporaryName } from '../../private-files.ts';
import type { SearchRequest } from '../api/search.ts';
import { notFound } from './answer.ts';
import { Files } from './files.ts';
import type { Services } from './services.ts';

export interface SearchedFile {
  path: string;
  columns: SearchRequest['columns'];
}

/**
 * The file that a search reads: the one it names, or the tickets of a run as that run read them.
 * @throws UserMistake for a run that has not read its file to the end
 */
export async function searchedFile(
  services: Services,
  { file, run: id, columns }: SearchRequest,
): Promise<SearchedFile> {
  if (file !== undefined)
    return { path: (await new Files(services.folder).find(file)).path, columns };
  const run = id === undefined ? undefined : await services.ledger.runs.find(id);
  if (run === undefined) throw notFound(`there is no run ${id}`);
  const { roles } = JSON.parse(run.settings) as RunSettings;
  const { text, context } = roles;
  return {
    path: await fileOf(services, run),
    columns: { ...(roles.id === undefined ? {} : { id: roles.id }), text, context, ...columns },
  };
}

async function fileOf({ ledger, folder }: Services, run: RunRow): Promise<string> {
  if (path.isAbsolute(run.file) && (await isThere(run.file))) return run.file;
  if (run.rows === null)
    throw new UserMistake('the run has not read its file to the end; resume it, then search it');
  // The same name each time: the same search again goes on with its run.
  const copy = path.join(folder, 'searched', run.id, `${path.parse(run.file).name}.csv`);
  if (await isThere(copy)) return copy;
  const folderOfCopy = path.dirname(copy);
  await makeFolder(folderOfCopy);
  await clearTemporary(folderOfCopy);
  const { header } = JSON.parse(run.settings) as RunSettings;
  const partial = path.join(folderOfCopy, temporaryName());
  const rows = ledger.records.results(run.id);
  await pipeline(linesOf(header, rows), createWriteStream(partial, { mode: privateFile }));
  await rename(partial, copy);
  return copy;
}

async function* linesOf(header: readonly string[], rows: AsyncIterable<{ cells: string }>) {
  yield stringify([header]);
  for await (const { cells } of rows) yield stringify([JSON.parse(cells) as string[]]);
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
