import { type Kysely, sql } from 'kysely';
import type { Books } from '../../domain/books.ts';
import { decidedAsWritten } from '../health/checksums.ts';
import { believedAheadMs, clipCalls } from '../processes/clock.ts';
import type { Tables, TicketRow } from '../schema.ts';
import { decisionSum } from '../views/decided-tickets.ts';
import { readBooks } from './books.ts';
import { type Costs, readCosts } from './costs.ts';
import { countDecisions } from './count-decisions.ts';
import { inPages } from './in-pages.ts';

/** Rows read at a time where a whole run is walked. */
const pageSize = 1000;

interface Result extends TicketRow {
  /** Nothing where it was not decided yet. */
  decision: string | null;
}

/** What the calls of one agent brought that ended in that way. */
interface Brought {
  agent: string;
  cause: string | null;
  calls: number;
  /** In planned calls. */
  worth: number;
}

/** What a ledger can tell of runs afterwards. */
export class Records {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** How a run's tickets stand: decisions by status. */
  async countDecisions(run: string): Promise<Record<'decided' | 'review' | 'failed', number>> {
    const { reused: _, ...counts } = await countDecisions(this.#database, run);
    return counts;
  }

  countCalls(run: string): Promise<Costs> {
    return readCosts(this.#database, run);
  }

  /**
   * What a run has spent in all its commands. Calls whose cost nobody knows are taken to have cost what
   * the others cost on average.
   * @param since only those that left after that time
   */
  async spent(run: string, since = 0): Promise<{ calls: number; dollars: number }> {
    const row = await this.#database
      .selectFrom('calls')
      .select(({ fn }) => [
        fn.countAll().as('calls'),
        fn.count('cost').as('priced'),
        fn.sum('cost').as('dollars'),
      ])
      .where('run', '=', run)
      .where('state', '!=', 'intent')
      .where('sent_at', '>=', since)
      .executeTakeFirst();
    const [calls, priced] = [Number(row?.calls ?? 0), Number(row?.priced ?? 0)];
    return { calls, dollars: (Number(row?.dollars ?? 0) * calls) / Math.max(1, priced) };
  }

  /** What each agent of a run did. */
  async countAgents(run: string) {
    const rows = await this.#database
      .selectFrom('dockets')
      .leftJoin('dockets as carriers', 'carriers.id', 'dockets.carrier')
      .select(({ fn }) => [
        'dockets.agent',
        fn.countAll().as('dockets'),
        fn.sum('dockets.size').as('tickets'),
        sql<number>`sum(coalesce(carriers.calls, dockets.calls) * coalesce(dockets.share, 1))`.as(
          'calls',
        ),
        fn.avg('dockets.milliseconds').as('milliseconds'),
      ])
      .where('dockets.run', '=', run)
      .groupBy('dockets.agent')
      .orderBy('dockets.agent')
      .execute();
    return rows.map(({ agent, dockets, tickets, calls, milliseconds }) => ({
      agent,
      dockets: Number(dockets),
      tickets: Number(tickets),
      calls: Math.round(10 * Number(calls)) / 10,
      milliseconds: Number(milliseconds),
    }));
  }

  /** Calls to an endpoint after a time, oldest first: a limit counts what any process sent. */
  async callsSince(endpoint: string, time: number): Promise<{ sentAt: number; tokens: number }[]> {
    const rows = await this.#database
      .selectFrom('calls')
      .select(['sent_at', 'tokens'])
      .where('endpoint', '=', endpoint)
      .where('sent_at', '>', time)
      .where('sent_at', '<', Date.now() + believedAheadMs)
      .where('state', '!=', 'intent')
      .orderBy('sent_at')
      .execute();
    return rows.map(({ sent_at, tokens }) => ({ sentAt: Number(sent_at), tokens: Number(tokens) }));
  }

  /** How many calls any process sent to an endpoint after a time. */
  async countCallsSince(endpoint: string, time: number): Promise<number> {
    const row = await this.#database
      .selectFrom('calls')
      .select(({ fn }) => fn.countAll().as('calls'))
      .where('endpoint', '=', endpoint)
      .where('sent_at', '>', time)
      .where('sent_at', '<', Date.now() + believedAheadMs)
      .where('state', '!=', 'intent')
      .executeTakeFirst();
    return Number(row?.calls ?? 0);
  }

  /** How many calls any process sent to an endpoint in the last 24 hours, also under a clock that was ahead. */
  async countCallsOfDay(endpoint: string): Promise<number> {
    await clipCalls(this.#database, 'sqlite', endpoint);
    return this.countCallsSince(endpoint, Date.now() - 24 * 3_600_000);
  }

  books(run: string): Promise<Books> {
    return readBooks(this.#database, run);
  }

  /** How many dockets of a run failed, by agent and cause. */
  async countFaults(run: string): Promise<{ agent: string; cause: string; count: number }[]> {
    const rows = await this.#database
      .selectFrom('dockets')
      .select(({ fn }) => ['agent', 'cause', fn.countAll().as('count')])
      .where('run', '=', run)
      .where('cause', 'is not', null)
      .groupBy(['agent', 'cause'])
      .execute();
    return rows.map(({ agent, cause, count }) => ({
      agent,
      cause: cause ?? '',
      count: Number(count),
    }));
  }

  /**
   * What the calls of a run brought, by agent and cause: in planned calls, where those that went out to
   * answer again count by the tickets of a planned one.
   */
  async countWorth(run: string, docket: number): Promise<Brought[]> {
    const rows = await this.#database
      .selectFrom('dockets')
      .select(({ fn }) => [
        ...(['agent', 'cause'] as const),
        fn.sum('calls').as('calls'),
        sql<number>`sum(1.0 * coalesce(answered, 0) / case when parent is null then size else ${docket} end)`.as(
          'worth',
        ),
      ])
      .where('run', '=', run)
      .groupBy(['agent', 'cause'])
      .execute();
    return rows.map(({ agent, cause, calls, worth }) => ({
      agent,
      cause,
      calls: Number(calls),
      worth: Number(worth),
    }));
  }

  /** The last row of a run that is stored, 0 where none is. */
  async lastRow(run: string): Promise<number> {
    const found = await this.#database
      .selectFrom('tickets')
      .select(({ fn }) => fn.max('row').as('last'))
      .where('run', '=', run)
      .executeTakeFirst();
    return Number(found?.last ?? 0);
  }

  /** A run's stored tickets after a row that have no decision, or failed, in the file's order. */
  async undecided(run: string, after: number, most: number): Promise<TicketRow[]> {
    return this.#database
      .selectFrom('tickets')
      .leftJoin('decisions', (join) =>
        join.onRef('decisions.run', '=', 'tickets.run').onRef('decisions.row', '=', 'tickets.row'),
      )
      .selectAll('tickets')
      .where('tickets.run', '=', run)
      .where('tickets.row', '>', after)
      .where((where) =>
        where.or([where('decisions.status', 'is', null), where('decisions.status', '=', 'failed')]),
      )
      .orderBy('tickets.row')
      .limit(most)
      .execute();
  }

  /** A run's tickets with their decisions so far, in the file's order. */
  async *results(run: string): AsyncGenerator<Result> {
    for await (const page of this.pages(run)) yield* page;
  }

  /** The same, a page at a time. */
  async *pages(run: string): AsyncGenerator<Result[]> {
    const pages = inPages(pageSize, (after, most) =>
      this.#database
        .selectFrom('tickets')
        .leftJoin('decisions', (join) =>
          join
            .onRef('decisions.run', '=', 'tickets.run')
            .onRef('decisions.row', '=', 'tickets.row'),
        )
        .selectAll('tickets')
        .select(['decisions.body as decision', decisionSum])
        .where('tickets.run', '=', run)
        .where('tickets.row', '>', after)
        .orderBy('tickets.row')
        .limit(most)
        .execute(),
    );
    for await (const page of pages) yield decidedAsWritten(page);
  }
}
