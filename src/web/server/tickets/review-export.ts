import { stringify } from 'csv-stringify/sync';
import { jsonLine, showControls } from '../../../domain/text/safe-text.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { neutraliseFormula } from '../../../tickets/results/neutralise-formula.ts';

const columns = ['id', 'themes', 'author', 'at', 'reason'] as const;

/**
 * A run's standing labels in the format that `evaluate --gold FILE` reads: ids, themes with `|`
 * between, and who gave the label when and why.
 */
export async function* exportGold(
  ledger: Ledger,
  run: string,
  format: 'csv' | 'jsonl',
): AsyncGenerator<string> {
  if (format === 'csv') yield stringify([columns]);
  for await (const { id, themes, author, at, reason } of ledger.labels.standing(run)) {
    const label = { id, themes, author, at: new Date(Number(at)).toISOString(), reason };
    yield format === 'csv'
      ? stringify([columns.map((column) => neutraliseFormula(showControls(label[column])))])
      : `${jsonLine(label)}\n`;
  }
}
