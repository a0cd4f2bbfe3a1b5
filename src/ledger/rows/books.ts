import type { Kysely } from 'kysely';
import type { Books } from '../../domain/books.ts';
import { answeredInVain } from '../../domain/decision/outcome.ts';
import type { Tables } from '../schema.ts';

/** Shorter than this, in milliseconds, says nothing of a pace. */
const shortestPace = 1000;

/** Adds up a run's calls to servers, its dockets and its decisions. */
export async function readBooks(database: Kysely<Tables>, run: string): Promise<Books> {
  const calls = await database
    .selectFrom('calls')
    .select(({ fn, eb }) => [
      'state',
      'cause',
      fn.countAll().as('calls'),
      fn.count('cost').as('priced'),
      fn.sum('cost').as('cost'),
      fn.sum('queued').as('queued'),
      fn.sum('waited').as('waited'),
      fn.sum(eb('settled_at', '-', eb.ref('sent_at'))).as('answering'),
    ])
    .where('run', '=', run)
    .where('state', '!=', 'intent')
    .groupBy(['state', 'cause'])
    .execute();
  const wasted = await database
    .selectFrom('calls')
    .select(({ fn }) => fn.countAll().as('calls'))
    .where('calls.run', '=', run)
    .where('calls.state', '=', 'settled')
    .where('calls.cause', 'is', null)
    // A docket that its run did not wait for brought nothing either.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('dockets')
            .select('dockets.id')
            .where(({ or, eb, ref }) =>
              or([
                eb('dockets.id', '=', ref('calls.docket')),
                eb('dockets.carrier', '=', ref('calls.docket')),
              ]),
            )
            .where(({ or, eb }) =>
              or([eb('dockets.answered', 'is', null), eb('dockets.answered', '>', 0)]),
            ),
        ),
      ),
    )
    .executeTakeFirst();
  const dockets = await database
    .selectFrom('dockets')
    .select(({ fn }) => fn.sum('milliseconds').as('milliseconds'))
    .where('run', '=', run)
    .where('carrier', 'is', null)
    .executeTakeFirst();
  const decisions = await database
    .selectFrom('decisions')
    .select(({ fn }) => fn.sum('reused').as('reused'))
    .where('run', '=', run)
    .executeTakeFirst();

  const sum = (of: (row: (typeof calls)[number]) => unknown, among = calls) =>
    among.reduce((total, row) => total + Number(of(row) ?? 0), 0);
  const settled = calls.filter(({ state }) => state === 'settled');
  const byCause = (among: typeof calls) =>
    Object.fromEntries(among.map(({ cause, calls }) => [cause, Number(calls)]));
  const ended = settled.filter(({ cause }) => cause !== null);
  const inVain = ended.filter(({ cause }) => answeredInVain.has(cause ?? ''));
  const forLimit = sum(({ waited }) => waited);
  const forModel = sum(({ queued }) => queued) + sum(({ answering }) => answering, settled);
  return {
    paid: sum(
      (row) => row.calls,
      settled.filter((row) => row.cause === null || inVain.includes(row)),
    ),
    wasted: Number(wasted?.calls ?? 0) + sum(({ calls }) => calls, inVain),
    wastedBy: byCause(inVain),
    failed: byCause(ended.filter((row) => !inVain.includes(row))),
    unknown: sum(
      (row) => row.calls,
      calls.filter(({ state }) => state !== 'settled'),
    ),
    reused: Number(decisions?.reused ?? 0),
    cost: sum(({ cost }) => cost),
    unpriced: sum((row) => row.calls) - sum(({ priced }) => priced),
    waited: {
      forLimit,
      forModel,
      forUs:
        calls.length === 0
          ? 0
          : Math.max(0, Number(dockets?.milliseconds ?? 0) - forLimit - forModel),
    },
    pace: await readPace(database, run),
  };
}

/** Over the time from the first call to the last of every process: between them nobody called. */
async function readPace(database: Kysely<Tables>, run: string): Promise<number | null> {
  const stretches = await database
    .selectFrom('calls')
    .select(({ fn }) => [
      fn.countAll().as('calls'),
      fn.min('sent_at').as('first'),
      fn.max('sent_at').as('last'),
    ])
    .where('run', '=', run)
    .where('state', '!=', 'intent')
    .groupBy('process')
    .execute();
  const milliseconds = stretches.reduce(
    (sum, { first, last }) => sum + Number(last) - Number(first),
    0,
  );
  const calls = stretches.reduce((sum, row) => sum + Number(row.calls) - 1, 0);
  return milliseconds < shortestPace ? null : (60_000 * calls) / milliseconds;
}
