import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkTheme } from '../../../cases/stories/replay.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { GoldRow } from '../../../ledger/schema.ts';
import { privateFile, temporaryName } from '../../../private-files.ts';
import { type Gold, readGold } from '../../../tickets/read-gold.ts';
import type { GoldRequest, LabelFile, TakenLabels } from '../../api/trust/review.ts';
import { ownFolder } from '../jobs/request/own-place.ts';
import type { OpenRun } from './story-row.ts';

/** Keeps what a person says of tickets; of those that read the same once. @throws UserMistake for a theme that the run has not */
export async function labelTickets(
  ledger: Ledger,
  run: OpenRun,
  tickets: readonly { row: number; address: string }[],
  { themes, author, reason }: GoldRequest,
): Promise<GoldRow[]> {
  for (const theme of themes) checkTheme(theme, run.id, run.parsed.themes);
  const ordered = run.parsed.themes.map(({ id }) => id).filter((id) => themes.includes(id));
  const kept: GoldRow[] = [];
  for (const { row, address } of new Map(tickets.map((one) => [one.address, one])).values())
    kept.push(
      await ledger.gold.add({
        run: run.id,
        row,
        address,
        themes: ordered.join('|'),
        author,
        reason,
      }),
    );
  return kept;
}

/**
 * Keeps the labels of a file as this person's. What somebody else said of a ticket stands.
 * @throws UserMistake for a file that is no table, or whose ids or labels aren't the run's
 */
export async function takeLabels(
  ledger: Ledger,
  run: OpenRun,
  { name, content, author }: LabelFile,
  home: string,
): Promise<TakenLabels> {
  const gold = await read(home, name, content, run);
  const [unknown] = gold.unknownThemes.keys();
  if (unknown !== undefined)
    throw new UserMistake(`${name} has the label "${unknown}", which is no theme of this run`);
  const taken: TakenLabels = { kept: 0, elsewhere: gold.labels.size, others: 0 };
  for await (const page of ledger.records.pages(run.id))
    for (const { row, id, address } of page) {
      const themes = gold.labels.get(id)?.join('|');
      if (themes === undefined) continue;
      taken.elsewhere -= 1;
      const [standing] = await ledger.labels.of(address);
      if (standing !== undefined && standing.author !== author) taken.others += 1;
      else {
        taken.kept += 1;
        if (standing?.themes !== themes)
          await ledger.gold.add({ run: run.id, row, address, themes, author, reason: '' });
      }
    }
  if (taken.kept + taken.others === 0)
    throw new UserMistake(
      `none of the ${gold.labels.size} ids in ${name} is a ticket of this run; its ids are in the column ${run.parsed.roles.id ?? 'of row numbers'}`,
    );
  return taken;
}

/** Files are read from the disk: what came is one as long as that takes. */
async function read(
  home: string,
  name: string,
  content: string,
  { parsed: { themes, roles } }: OpenRun,
): Promise<Gold> {
  const ending = path.extname(name).toLowerCase();
  if (!['.csv', '.tsv', '.jsonl'].includes(ending))
    throw new UserMistake(`${name} is not read; labels come as .csv, .tsv or .jsonl`);
  const file = path.join(await ownFolder(home, 'labels'), `${temporaryName()}${ending}`);
  try {
    await writeFile(file, content, { flag: 'wx', mode: privateFile });
    return await readGold(file, themes, { id: roles.id });
  } catch (error) {
    if (!(error instanceof UserMistake)) throw error;
    throw new UserMistake(error.message.replaceAll(file, name));
  } finally {
    await rm(file, { force: true });
  }
}
