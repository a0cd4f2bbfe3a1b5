import path from 'node:path';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { readGold } from '../../tickets/read-gold.ts';
import type { TicketInput } from '../../tickets/read-tickets.ts';

/** Who gave a label that stood in a column: no person is called so. */
const byColumn = 'column ';

/**
 * Keeps the labels of a file's column in the ledger, where everything that looks at the run finds them.
 * What a person said of a ticket stands before them.
 */
export async function keepLabels(
  ledger: Ledger,
  named: string | undefined,
  input: string | TicketInput,
  column: string,
): Promise<void> {
  const run = await readRun(ledger, named);
  const { themes, roles } = run.parsed;
  const { labels } = await readGold(input, themes, { id: roles.id, labels: column });
  const author = `${byColumn}${column} of ${path.basename(run.file)}`;
  for await (const page of ledger.records.pages(run.id))
    await ledger.gold.keep(
      page.flatMap(({ row, id, address }) => {
        const own = labels.get(id)?.join('|');
        return own === undefined
          ? []
          : [{ run: run.id, row, address, themes: own, author, reason: '' }];
      }),
      (standing) => standing.author.startsWith(byColumn),
    );
}
