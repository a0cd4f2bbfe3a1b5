import { type Kysely, sql } from 'kysely';
import { countDecisions, type DecisionCounts } from '../rows/count-decisions.ts';
import type { Tables } from '../schema.ts';

/** Rows behind the newest decision that are looked through for those of one run. */
const farthestBack = 2000;

/** How a run's calls to servers stand. */
export interface CallCounts {
  paid: number;
  failed: number;
  /** Dollars; null where some call's cost is not known. */
  cost: number | null;
}

/** What changes while a run goes on, read in a way that can be repeated every second. */
export class ProgressRows {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  countDecisions(run: string): Promise<DecisionCounts> {
    return countDecisions(this.#database, run);
  }

  async countCalls(run: string): Promise<CallCounts> {
    const rows = await this.#database
      .selectFrom('calls')
      .select(({ fn, eb }) => [
        eb('cause', 'is', null).as('isPaid'),
        fn.countAll().as('calls'),
        fn.count('cost').as('priced'),
        fn.sum('cost').as('cost'),
      ])
      .where('run', '=', run)
      .where('state', '=', 'settled')
      .groupBy(({ eb }) => eb('cause', 'is', null))
      .execute();
    const sum = (of: (row: (typeof rows)[number]) => unknown) =>
      rows.reduce((total, row) => total + Number(of(row) ?? 0), 0);
    const paid = Number(rows.find(({ isPaid }) => Boolean(isPaid))?.calls ?? 0);
    const calls = sum((row) => row.calls);
    return {
      paid,
      failed: calls - paid,
      cost: sum(({ priced }) => priced) === calls ? sum(({ cost }) => cost) : null,
    };
  }

  /** A run's calls that failed since a time, by cause, the most frequent first. */
  async failedSince(run: string, time: number): Promise<{ cause: string; count: number }[]> {
    const rows = await this.#database
      .selectFrom('calls')
      .select(({ fn }) => ['cause', fn.countAll().as('calls')])
      .where('run', '=', run)
      .where('cause', 'is not', null)
      .where('settled_at', '>', time)
      .groupBy('cause')
      .execute();
    return rows
      .map(({ cause, calls }) => ({ cause: cause ?? '', count: Number(calls) }))
      .sort((one, other) => other.count - one.count);
  }

  /** What the processes that are at work on a run say holds their calls up, as JSON; those whose calls go say nothing. */
  async holdUps(run: string): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('processes')
      .select('held_up')
      .where('held_up', 'is not', null)
      .where(({ eb, or, selectFrom }) =>
        or([
          eb('run', '=', run),
          eb('id', '=', selectFrom('runs').select('process').where('runs.id', '=', run)),
        ]),
      )
      .execute();
    return rows.flatMap(({ held_up: heldUp }) => heldUp ?? []);
  }

  /** The first tickets of a run, as they came. */
  async firstCells(run: string, most: number): Promise<string[][]> {
    const rows = await this.#database
      .selectFrom('tickets')
      .select('cells')
      .where('run', '=', run)
      .orderBy('row')
      .limit(most)
      .execute();
    return rows.map(({ cells }) => JSON.parse(cells) as string[]);
  }

  /** Marks how far the decisions of all runs have come; what falls later lies after it. */
  async mark(): Promise<number> {
    const row = await this.#database
      .selectFrom('decisions')
      .select(sql<number | null>`max(rowid)`.as('last'))
      .executeTakeFirst();
    return Number(row?.last ?? 0);
  }

  /**
   * The rows of a run's decisions that fell after a mark, with the next mark. On PostgreSQL one that was begun earlier
   * may be told of later, so that the marks overlap: a row may come twice.
   */
  async since(run: string, mark: number, most: number) {
    const found = await this.#database
      .selectFrom('decisions')
      .select(['row', sql<number>`rowid`.as('mark')])
      .where(sql<number>`rowid`, '>', mark - farthestBack)
      .where(sql<string>`run || ''`, '=', run)
      .orderBy(sql`rowid`)
      .limit(most + farthestBack)
      .execute();
    return { rows: found.map(({ row }) => row), mark: Number(found.at(-1)?.mark ?? mark) };
  }

  /** A run's decisions that fell after a mark, the newest first, with their tickets' cells. */
  async newest(run: string, after: number, most: number) {
    const from = Math.max(after, (await this.mark()) - farthestBack);
    return (
      this.#database
        .selectFrom('decisions')
        .innerJoin('tickets', (join) =>
          join
            .onRef('tickets.run', '=', 'decisions.run')
            .onRef('tickets.row', '=', 'decisions.row'),
        )
        .select([
          'decisions.row',
          'decisions.status',
          'decisions.themes',
          'decisions.confidence',
          'tickets.id',
          'tickets.cells',
        ])
        .where(sql<number>`decisions.rowid`, '>', from)
        // The index of the run would be walked from its beginning.
        .where(sql<string>`decisions.run || ''`, '=', run)
        .orderBy(sql`decisions.rowid`, 'desc')
        .limit(most)
        .execute()
    );
  }
}
