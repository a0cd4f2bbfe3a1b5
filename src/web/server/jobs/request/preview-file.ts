import { UserMistake } from '../../../../domain/mistake.ts';
import { readColumns, readInput } from '../../../../settings/read-input.ts';
import { pathsIn } from '../../../../tickets/columns/column-reader.ts';
import { openTickets } from '../../../../tickets/read-tickets.ts';
import type { FilePreview, PreviewQuery } from '../../../api/runs.ts';
import type { StoredFile } from './files.ts';

const previewRows = 50;
const previewTexts = 3;
const longestCell = 500;

/** A file's columns, what they are taken for, and its first rows. */
export async function previewFile(
  { path, ...upload }: StoredFile,
  said: PreviewQuery = {},
): Promise<FilePreview> {
  return withoutFolders({ path, name: upload.name }, async () => {
    const file = await openTickets(readInput(path, said), readColumns(said));
    const rows: string[][] = [];
    const texts: string[] = [];
    for await (const { cells, text, defect } of file.tickets()) {
      rows.push(cells);
      if (defect === undefined && texts.length < previewTexts) texts.push(shorten(text));
      if (rows.length === previewRows) break;
    }
    const { id = null, text, context } = file.roles;
    return {
      ...upload,
      columns: file.columns,
      rows: rows.map((cells) => cells.map(shorten)),
      format: file.format,
      roles: { id, texts: file.roles.texts ?? [text], context },
      paths: file.columns.flatMap((name, index) =>
        pathsIn(
          name,
          rows.map((cells) => cells[index] ?? ''),
        ),
      ),
      texts,
      notes: file.notes,
    };
  });
}

function shorten(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

/** What is said of a file names it as the user does, not by where the server keeps it. */
export async function withoutFolders<Result>(
  { path, name }: Pick<StoredFile, 'path' | 'name'>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    throw new UserMistake(error.message.replaceAll(path, name), { cause: error });
  }
}
