import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

/** Rows that belong to nothing, by what they lack: nobody finds them, and they only take space. */
const orphans = {
  'tickets of no run': ['tickets', sql`run not in (select id from runs)`],
  'decisions of no ticket': [
    'decisions',
    sql`not exists (select 1 from tickets where tickets.run = decisions.run and tickets.row = decisions.row)`,
  ],
  'answers of no docket': ['answers', sql`docket not in (select id from dockets)`],
  'spans of no docket': ['spans', sql`docket not in (select id from dockets)`],
  'bodies of no span': ['span_bodies', sql`span not in (select id from spans)`],
  'faults of no docket': ['unanswered', sql`docket not in (select id from dockets)`],
} as const satisfies Record<string, readonly [keyof Tables, ReturnType<typeof sql>]>;

/** How many there are of each kind that there are any of. */
export async function countOrphans(database: Kysely<Tables>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, [table, which]] of Object.entries(orphans)) {
    const { rows } = await sql<{ count: unknown }>`
      select count(*) as count from ${sql.table(table)} where ${which}`.execute(database);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) counts[name] = count;
  }
  return counts;
}

/** What deletes them, in an order in which none makes another. */
export const orphanDeletions = Object.values(orphans).map(
  ([table, which]) => sql`delete from ${sql.table(table)} where ${which}`,
);
