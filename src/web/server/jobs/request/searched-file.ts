import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import { UserMistake } from '../../../../domain/mistake.ts';
import type { RunRow } from '../../../../ledger/schema.ts';
import { clearTemporary, privateFile, temporaryName } from '../../../../private-files.ts';
import type { RunSettings } from '../../../../settings/settings.ts';
import type { SearchRequest } from '../../../api/search.ts';
import { notFound } from '../../answer.ts';
import { Files, safeName } from './files.ts';
import { isOwnFile, ownFolder } from './own-place.ts';
import type { Resources } from './resources.ts';

export interface SearchedFile {
  path: string;
  /** What it is called where it is shown. */
  name: string;
  columns: SearchRequest['columns'];
}

type Home = Pick<Resources, 'ledger' | 'folder'>;

/**
 * The file that a search reads: the one it names, or the tickets of a run as the ledger has them. Where a run's own file
 * was is only the ledger's word, and is not opened.
 * @throws UserMistake for a run that has not read its file to the end
 */
export async function searchedFile(
  home: Home,
  { file: id, run: runId, columns }: Pick<SearchRequest, 'file' | 'run' | 'columns'>,
): Promise<SearchedFile> {
  if (id !== undefined) {
    const { path: file, name } = await new Files(home.folder).find(id);
    return { path: file, name, columns };
  }
  const run = runId === undefined ? undefined : await home.ledger.runs.find(runId);
  if (run === undefined) throw notFound(`there is no run ${runId}`);
  const { roles } = JSON.parse(run.settings) as RunSettings;
  const { text, context } = roles;
  const file = await copyTickets(home, run);
  return {
    path: file,
    name: path.basename(file),
    columns: { ...(roles.id === undefined ? {} : { id: roles.id }), text, context, ...columns },
  };
}

async function copyTickets({ ledger, folder: home }: Home, run: RunRow): Promise<string> {
  if (run.rows === null)
    throw new UserMistake('the run has not read its file to the end; resume it, then search it');
  // The same name each time: the same search again goes on with its run.
  const id = createHash('sha256').update(run.id).digest('hex').slice(0, 16);
  const folder = await ownFolder(home, 'searched', id);
  const copy = path.join(folder, safeName(`${path.parse(run.file).name}.csv`));
  if (await isOwnFile(home, copy)) return copy;
  await clearTemporary(folder);
  const { header } = JSON.parse(run.settings) as RunSettings;
  const partial = path.join(folder, temporaryName());
  const rows = ledger.records.results(run.id);
  await pipeline(linesOf(header, rows), createWriteStream(partial, { mode: privateFile }));
  await rename(partial, copy);
  return copy;
}

async function* linesOf(header: readonly string[], rows: AsyncIterable<{ cells: string }>) {
  yield stringify([header]);
  for await (const { cells } of rows) yield stringify([JSON.parse(cells) as string[]]);
}
