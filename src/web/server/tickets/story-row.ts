import type { Context } from 'hono';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunRow, TicketRow } from '../../../ledger/schema.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { notFound } from '../answer.ts';

export type OpenRun = RunRow & { parsed: RunSettings };

/** The run that an address names. @throws HTTPException 404 where there is none */
export async function findRun(ledger: Ledger, context: Context): Promise<OpenRun> {
  const run = await ledger.runs.find(context.req.param('run') ?? '');
  if (run === undefined) throw notFound('there is no such run; the list of runs has them all');
  return { ...run, parsed: JSON.parse(run.settings) as RunSettings };
}

/** The ticket that an address names by its row. @throws HTTPException 404 where there is none */
export async function findRow(
  ledger: Ledger,
  context: Context,
): Promise<{ run: OpenRun; ticket: TicketRow }> {
  const run = await findRun(ledger, context);
  const said = context.req.param('row') ?? '';
  const ticket = /^[1-9]\d{0,8}$/.test(said)
    ? await ledger.stories.ticket(run.id, Number(said))
    : undefined;
  if (ticket === undefined) throw notFound(`run ${run.id} has no row ${said.slice(0, 20)}`);
  return { run, ticket };
}
