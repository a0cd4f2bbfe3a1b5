import type { Kysely, Transaction } from 'kysely';
import { withChecksums } from '../health/checksums.ts';
import type { Tables } from '../schema.ts';
import type { CopiedRow, CopiedTable } from './row-shapes.ts';
import type { Row } from './table-keys.ts';

/** Rows in one statement, and about how many characters they may have. */
const mostRows = 100;
const mostLength = 8_000_000;

/**
 * Takes the copy of a run into a ledger, all or nothing. What the ledger holds already stays as it
 * is: an answer, a docket, a label. Returns false where it holds the run.
 */
export async function takeCopy(
  database: Kysely<Tables>,
  run: string,
  rows: AsyncIterable<CopiedRow & { length: number }>,
): Promise<boolean> {
  const known = new Set(
    (await database.selectFrom('runs').select('id').execute()).map(({ id }) => id),
  );
  if (known.has(run)) return false;
  await database
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (transaction) => {
      const labels = await transaction.selectFrom('gold').selectAll().execute();
      const labelled = new Set(labels.map(labelOf));
      let table: CopiedTable | undefined;
      let waiting: CopiedRow['row'][] = [];
      let length = 0;
      const flush = async () => {
        if (table !== undefined && waiting.length > 0) await insert(transaction, table, waiting);
        waiting = [];
        length = 0;
      };
      for await (const copied of rows) {
        const isPaid = copied.table === 'dockets' || copied.table === 'calls';
        // What another run paid is that run's business where the ledger knows it.
        if (isPaid && known.has(copied.row.run)) continue;
        if (copied.table === 'gold' && labelled.has(labelOf(copied.row))) continue;
        if (copied.table !== table || waiting.length >= mostRows || length >= mostLength)
          await flush();
        table = copied.table;
        waiting.push(copied.row);
        length += copied.length;
      }
      await flush();
    });
  return true;
}

function labelOf({ run, row, address, themes, author, at }: Tables['gold']): string {
  return JSON.stringify([run, row, address, themes, author, at]);
}

async function insert(
  transaction: Transaction<Tables>,
  table: CopiedTable,
  rows: CopiedRow['row'][],
): Promise<void> {
  // The rows were checked against their table's shape; Kysely can't follow the union of tables.
  await (transaction as unknown as Transaction<Record<string, Record<string, unknown>>>)
    .insertInto(table)
    .values(withChecksums(table, rows as unknown as Row[]) as Row[])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
