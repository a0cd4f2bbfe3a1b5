import { type Kysely, sql } from 'kysely';
import type { Tables, TicketRow } from '../schema.ts';

export type DecidedRow = TicketRow & { decision: string; decision_crc: unknown };

/** The checksum of a decision that is read with its ticket. */
export const decisionSum = sql<unknown>`decisions.crc`.as('decision_crc');

/** A run's tickets that have a decision, each with its body. */
export function decidedTickets(database: Kysely<Tables>, run: string) {
  return database
    .selectFrom('tickets')
    .innerJoin('decisions', (join) =>
      join.onRef('decisions.run', '=', 'tickets.run').onRef('decisions.row', '=', 'tickets.row'),
    )
    .selectAll('tickets')
    .select(['decisions.body as decision', decisionSum])
    .where('tickets.run', '=', run);
}
