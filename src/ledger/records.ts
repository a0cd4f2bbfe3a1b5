import type { Kysely } from 'kysely';
import { type Books, readBooks } from './books.ts';
import { type Costs, readCosts } from './costs.ts';
import type { DecisionRow, Tables, TicketRow } from './schema.ts';

/** Rows read at a time where a whole run is walked. */
const pageSize = 1000;

/** What a ledger can tell of runs afterwards: it only reads. */
export class Records {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** How a run's tickets stand: decisions by status. */
  async countDecisions(run: string): Promise<Record<'decided' | 'review' | 'failed', number>> {
    const counts = { decided: 0, review: 0, failed: 0 };
    const rows = await this.#database
      .selectFrom('decisions')
      .select(({ fn }) => ['status', fn.countAll().as('count')])
      .where('run', '=', run)
      .groupBy('status')
      .execute();
    for (const { status, count } of rows) counts[status as keyof typeof counts] = Number(count);
    return counts;
  }

  countCalls(run: string): Promise<Costs> {
    return readCosts(this.#database, run);
  }

  /** What each agent of a run did. */
  async countAgents(run: string) {
    const rows = await this.#database
      .selectFrom('dockets')
      .select(({ fn }) => [
        'agent',
        fn.countAll().as('dockets'),
        fn.sum('size').as('tickets'),
        fn.sum('calls').as('calls'),
        fn.avg('milliseconds').as('milliseconds'),
      ])
      .where('run', '=', run)
      .groupBy('agent')
      .orderBy('agent')
      .execute();
    return rows.map(({ agent, dockets, tickets, calls, milliseconds }) => ({
      agent,
      dockets: Number(dockets),
      tickets: Number(tickets),
      calls: Number(calls),
      milliseconds: Number(milliseconds),
    }));
  }

  /** Calls to an endpoint since a time, oldest first: a limit counts what any process sent. */
  async callsSince(endpoint: string, time: number): Promise<{ sentAt: number; tokens: number }[]> {
    const rows = await this.#database
      .selectFrom('calls')
      .select(['sent_at', 'tokens'])
      .where('endpoint', '=', endpoint)
      .where('sent_at', '>', time)
      .where('state', '!=', 'intent')
      .orderBy('sent_at')
      .execute();
    return rows.map(({ sent_at, tokens }) => ({ sentAt: Number(sent_at), tokens: Number(tokens) }));
  }

  /** How many calls any process sent to an endpoint since a time. */
  async countCallsSince(endpoint: string, time: number): Promise<number> {
    const row = await this.#database
      .selectFrom('calls')
      .select(({ fn }) => fn.countAll().as('calls'))
      .where('endpoint', '=', endpoint)
      .where('sent_at', '>', time)
      .where('state', '!=', 'intent')
      .executeTakeFirst();
    return Number(row?.calls ?? 0);
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

  /** A run's tickets with their decisions so far, in the file's order, a page at a time. */
  async *results(run: string): AsyncGenerator<TicketRow & { decision: string | null }> {
    for (let last = 0; ; ) {
      const page = await this.#database
        .selectFrom('tickets')
        .leftJoin('decisions', (join) =>
          join
            .onRef('decisions.run', '=', 'tickets.run')
            .onRef('decisions.row', '=', 'tickets.row'),
        )
        .selectAll('tickets')
        .select('decisions.body as decision')
        .where('tickets.run', '=', run)
        .where('tickets.row', '>', last)
        .orderBy('tickets.row')
        .limit(pageSize)
        .execute();
      yield* page;
      const end = page.at(-1);
      if (end === undefined || page.length < pageSize) return;
      last = end.row;
    }
  }

  /** Tickets of that id, newest run first, or of one run. */
  async tickets(id: string, run?: string): Promise<TicketRow[]> {
    let query = this.#database
      .selectFrom('tickets')
      .innerJoin('runs', 'runs.id', 'tickets.run')
      .selectAll('tickets')
      .where('tickets.id', '=', id)
      .orderBy('runs.started_at', 'desc')
      .orderBy('tickets.row');
    if (run !== undefined) query = query.where('tickets.run', '=', run);
    return query.execute();
  }

  async ticket(run: string, row: number): Promise<TicketRow | undefined> {
    return this.#database
      .selectFrom('tickets')
      .selectAll()
      .where('run', '=', run)
      .where('row', '=', row)
      .executeTakeFirst();
  }

  /** Some ticket ids of a run, for a message that names the nearest. */
  async ticketIds(run: string, most: number): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('tickets')
      .select('id')
      .where('run', '=', run)
      .limit(most)
      .execute();
    return rows.map(({ id }) => id);
  }

  async decision(run: string, row: number): Promise<DecisionRow | undefined> {
    return this.#database
      .selectFrom('decisions')
      .selectAll()
      .where('run', '=', run)
      .where('row', '=', row)
      .executeTakeFirst();
  }

  /** The dockets that brought a ticket no answer, in the order of their start. */
  async faultsOf(run: string, row: number) {
    return this.#database
      .selectFrom('unanswered')
      .innerJoin('dockets', 'dockets.id', 'unanswered.docket')
      .selectAll('dockets')
      .where('unanswered.run', '=', run)
      .where('unanswered.row', '=', row)
      .orderBy('dockets.started_at')
      .execute();
  }

  async docket(id: string) {
    return this.#database.selectFrom('dockets').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** A span's body, null where it has none; nothing where no docket knows the span. */
  async spanBody(id: string): Promise<{ body: string | null } | undefined> {
    return this.#database
      .selectFrom('spans')
      .innerJoin('dockets', 'dockets.id', 'spans.docket')
      .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
      .select('span_bodies.body')
      .where('spans.id', '=', id)
      .executeTakeFirst();
  }

  /** The spans of dockets without their bodies, and whether they have any. */
  async spanTimes(dockets: readonly string[]) {
    return this.#database
      .selectFrom('spans')
      .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
      .selectAll('spans')
      .select(({ eb }) => eb('span_bodies.span', 'is not', null).as('has_body'))
      .where('docket', 'in', dockets)
      .orderBy('started_at')
      .orderBy('spans.id')
      .execute();
  }

  /** The spans of dockets, with their bodies. */
  async spans(dockets: readonly string[]) {
    return this.#database
      .selectFrom('spans')
      .leftJoin('span_bodies', 'span_bodies.span', 'spans.id')
      .selectAll('spans')
      .select('span_bodies.body')
      .where('docket', 'in', dockets)
      .orderBy('started_at')
      .orderBy('id')
      .execute();
  }

  /** The labels of a ticket that nobody undid, newest first. */
  async gold(address: string) {
    return this.#database
      .selectFrom('gold')
      .selectAll()
      .where('address', '=', address)
      .where('undone_at', 'is', null)
      .orderBy('at', 'desc')
      .execute();
  }
}
