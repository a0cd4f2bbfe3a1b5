import { UserMistake } from '../../../../domain/mistake.ts';
import { openTickets } from '../../../../tickets/read-tickets.ts';
import type { FilePreview } from '../../../api/runs.ts';
import type { StoredFile } from './files.ts';

const previewRows = 50;
const longestCell = 500;

/** A file's columns, what they are taken for, and its first rows. */
export async function previewFile({ path, ...upload }: StoredFile): Promise<FilePreview> {
  return withoutFolders({ path, name: upload.name }, async () => {
    const file = await openTickets(path, {});
    const rows: string[][] = [];
    for await (const { cells } of file.tickets()) {
      rows.push(
        cells.map((cell) => (cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell)),
      );
      if (rows.length === previewRows) break;
    }
    const { id = null, text, context } = file.roles;
    return {
      ...upload,
      columns: file.columns,
      rows,
      roles: { id, text, context },
      notes: file.notes,
    };
  });
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
