import { type Kysely, sql } from 'kysely';
import { asWritten, decidedAsWritten } from '../health/checksums.ts';
import type { Engine } from '../ledger-place.ts';
import { among, inParts } from '../rows/in-parts.ts';
import type { ReplayRow, Tables } from '../schema.ts';
import { type DecidedRow, decidedTickets } from './decided-tickets.ts';
import { withShared } from './shared-calls.ts';

/** Which decided tickets of a run, as far as the tables alone can tell. */
export interface DecidedFilter {
  status?: string | undefined;
  /** The decision has this theme. */
  theme?: string | undefined;
  /** The decision is less sure than this. */
  below?: number | undefined;
}

/** What a diagnosis reads of a ledger, a page of tickets at a time. */
export class CaseRows {
  readonly #database: Kysely<Tables>;
  readonly #engine: Engine;

  constructor(database: Kysely<Tables>, engine: Engine) {
    this.#database = database;
    this.#engine = engine;
  }

  /** Decided tickets after a row, or before it and then backwards, at most so many. */
  async decided(
    run: string,
    filter: DecidedFilter,
    from: { after: number } | { before: number },
    most: number,
  ): Promise<DecidedRow[]> {
    let query = decidedTickets(this.#database, run).limit(most);
    query =
      'after' in from
        ? query.where('tickets.row', '>', from.after).orderBy('tickets.row')
        : query.where('tickets.row', '<', from.before).orderBy('tickets.row', 'desc');
    const { status, theme, below } = filter;
    if (status !== undefined) query = query.where('decisions.status', '=', status);
    if (below !== undefined) query = query.where('decisions.confidence', '<', below);
    if (theme !== undefined)
      query = query.where(({ eb, val }) =>
        eb.or(
          [theme, `${theme}|%`, `%|${theme}`, `%|${theme}|%`].map((pattern) =>
            eb('decisions.themes', 'like', val(pattern)),
          ),
        ),
      );
    return decidedAsWritten(await query.execute());
  }

  /** Answers by address, with the dockets that they came from. */
  async answers(addresses: readonly string[]) {
    const found = await inParts(addresses, (part) =>
      this.#database
        .selectFrom('answers')
        .innerJoin('dockets', 'dockets.id', 'answers.docket')
        .select(['answers.address', 'answers.agent', 'answers.docket', 'answers.body'])
        .select(sql<unknown>`answers.crc`.as('crc'))
        .select(['dockets.run', 'dockets.milliseconds', 'dockets.size', 'dockets.answered'])
        .select('dockets.started_at')
        .select(['dockets.calls', 'dockets.tokens_in', 'dockets.tokens_out'])
        .where('answers.address', 'in', part)
        .execute(),
    );
    return asWritten('answers', found);
  }

  /** By the address of an answer, the docket that it came from: one value, as there are many. */
  async sources(addresses: readonly string[]): Promise<Map<string, string>> {
    const made = this.#engine === 'sqlite' ? 'json_group_object' : 'json_object_agg';
    const found = await inParts(addresses, (part) =>
      this.#database
        .selectFrom('answers')
        .select(sql<string>`cast(${sql.raw(made)}(address, docket) as text)`.as('dockets'))
        .where('address', 'in', among(this.#engine, part))
        .execute(),
    );
    return new Map(
      found.flatMap(({ dockets }) => Object.entries<string>(JSON.parse(dockets ?? '{}'))),
    );
  }

  async dockets(ids: readonly string[]) {
    return inParts(ids, (part) =>
      this.#database
        .selectFrom('dockets')
        .select(['id', 'milliseconds', 'size', 'started_at'])
        .where('id', 'in', part)
        .execute(),
    );
  }

  /** The dockets that brought these rows of a run no answer, in the order of their start. */
  async faults(run: string, rows: readonly number[]) {
    return inParts(rows, (part) =>
      this.#database
        .selectFrom('unanswered')
        .innerJoin('dockets', 'dockets.id', 'unanswered.docket')
        .select(['unanswered.row', 'dockets.id', 'dockets.agent', 'dockets.cause'])
        .select(['dockets.detail', 'dockets.milliseconds'])
        .where('unanswered.run', '=', run)
        .where('unanswered.row', 'in', part)
        .orderBy('dockets.started_at')
        .execute(),
    );
  }

  /** The calls of dockets, in the order in which they left. */
  async calls(dockets: readonly string[]) {
    return inParts(dockets, (part) =>
      withShared(this.#database, part, (ids) =>
        this.#database
          .selectFrom('calls')
          .selectAll()
          .where('docket', 'in', ids)
          .orderBy('sent_at')
          .execute(),
      ),
    );
  }

  /** What was tried on a ticket since, oldest first. */
  async replays(run: string, row: number): Promise<ReplayRow[]> {
    return this.#database
      .selectFrom('replays')
      .selectAll()
      .where('run', '=', run)
      .where('row', '=', row)
      .orderBy('at')
      .execute();
  }

  /** The spans of dockets, without their bodies. */
  async spans(dockets: readonly string[]) {
    return inParts(dockets, (part) =>
      withShared(this.#database, part, (ids) =>
        this.#database
          .selectFrom('spans')
          .select(['id', 'docket', 'kind', 'error'])
          .where('docket', 'in', ids)
          .execute(),
      ),
    );
  }

  /** What each docket's calls were sent and gave back. */
  async callBodies(dockets: readonly string[]) {
    return inParts(dockets, (part) =>
      withShared(this.#database, part, (ids) =>
        this.#database
          .selectFrom('spans')
          .innerJoin('span_bodies', 'span_bodies.span', 'spans.id')
          .select(['spans.docket', 'span_bodies.body'])
          .where('docket', 'in', ids)
          .where('kind', 'in', ['generation', 'response'])
          .execute(),
      ),
    );
  }

  /** What each agent of a run cost: milliseconds of a docket, dollars where they are known. */
  async agentCosts(run: string) {
    const rows = await this.#database
      .selectFrom('dockets')
      .leftJoin('calls', (join) =>
        join.on('calls.docket', '=', sql`coalesce(dockets.carrier, dockets.id)`),
      )
      .select('agent')
      .select(sql<number | null>`sum(calls.cost * coalesce(dockets.share, 1))`.as('cost'))
      .select(({ fn }) => fn.avg('dockets.milliseconds').as('milliseconds'))
      .where('dockets.run', '=', run)
      .groupBy('agent')
      .execute();
    return new Map(
      rows.map(({ agent, cost, milliseconds }) => [
        agent,
        { cost: cost === null ? null : Number(cost), milliseconds: Number(milliseconds) },
      ]),
    );
  }
}
