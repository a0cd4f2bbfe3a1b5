import type { Ticket } from '../../domain/ticket.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { readRun } from '../../settings/read-run.ts';
import { type CaseFilter, listCases } from '../list-cases.ts';

type Place = Pick<Ticket, 'id' | 'row'>;

/** The nearest tickets of a run before and after a row that a filter lets through. */
export async function findNeighbours(
  ledger: Ledger,
  runId: string,
  row: number,
  filter: CaseFilter,
): Promise<{ previous: Place | undefined; next: Place | undefined }> {
  const run = await readRun(ledger, runId);
  const first = async (from: { after: number } | { before: number }) => {
    for await (const { known } of listCases(ledger, run, filter, from))
      return { id: known.ticket.id, row: known.ticket.row };
    return undefined;
  };
  return { previous: await first({ before: row }), next: await first({ after: row }) };
}
