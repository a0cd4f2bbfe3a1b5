import type { Kysely } from 'kysely';
import type { Tables, TicketRow } from '../schema.ts';

export type DecidedRow = TicketRow & { decision: string };

/** A run's tickets that have a decision, each with its body. */
export function decidedTickets(database: Kysely<Tables>, run: string) {
  return database
    .selectFrom('tickets')
    .innerJoin('decisions', (join) =>
      join.onRef('decisions.run', '=', 'tickets.run').onRef('decisions.row', '=', 'tickets.row'),
    )
    .selectAll('tickets')
    .select('decisions.body as decision')
    .where('tickets.run', '=', run);
}
