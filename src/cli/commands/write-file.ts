import { stringify } from 'csv-stringify/sync';
import { showControls } from '../../domain/text/safe-text.ts';
import { neutraliseFormula } from '../../tickets/results/neutralise-formula.ts';
import { stageFile } from '../../tickets/results/stage-file.ts';

/** Writes a table as a CSV file, whole or not at all. @throws UserMistake where it can't be written */
export async function writeTable(
  path: string,
  force: boolean,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const file = await stageFile(path, force);
  try {
    const cells = rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? neutraliseFormula(showControls(cell)) : cell)),
    );
    await file.append(stringify(cells));
    await file.finish();
    await file.publish();
  } finally {
    await file.discard();
  }
}
