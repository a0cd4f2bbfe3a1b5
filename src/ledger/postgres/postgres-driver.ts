import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { storable } from '../storable.ts';
import { isLostConnection, LostStatement } from './lost-connection.ts';
import type { Patience } from './patience.ts';

/** Milliseconds without an answer after which a connection counts as lost: the network may have been cut. */
export const longestAnswer = 30_000;

/** A statement that is not waited for without end. The types of pg don't know that it may have a time of its own. */
export type TimedQuery = QueryConfig & { query_timeout: number };

/**
 * Kysely's way to PostgreSQL, over a server that may go and come back: single statements wait for it
 * and are repeated. A transaction is lost with its connection, and told so to whoever began it.
 */
export class PostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #patience: Patience;

  constructor(pool: Pool, patience: Patience) {
    this.#pool = pool;
    this.#patience = patience;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresConnection> {
    return new PostgresConnection(
      this.#patience,
      () => this.#pool.connect(),
      await this.#patience.repeat(() => this.#pool.connect()),
    );
  }

  async beginTransaction(
    connection: PostgresConnection,
    { isolationLevel }: TransactionSettings,
  ): Promise<void> {
    const level = isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`;
    await connection.executeQuery(CompiledQuery.raw(`begin${level}`));
    connection.isInTransaction = true;
    // Who names it copies much, and waits in the middle for where the copy comes from or goes to.
    if (isolationLevel === undefined) return;
    connection.isUnhurried = true;
    await connection.executeQuery(
      CompiledQuery.raw('set local idle_in_transaction_session_timeout = 0'),
    );
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
    connection.isInTransaction = false;
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    try {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    } catch (error) {
      // The server rolls back by itself where the connection is lost.
      if (!isLostConnection(error)) throw error;
    }
    connection.isInTransaction = false;
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.isUnhurried = false;
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly #patience: Patience;
  readonly #connect: () => Promise<PoolClient>;
  #client: PoolClient | undefined;
  isInTransaction = false;
  /** Its statements may take as long as they do. */
  isUnhurried = false;

  constructor(patience: Patience, connect: () => Promise<PoolClient>, client: PoolClient) {
    this.#patience = patience;
    this.#connect = connect;
    this.#client = client;
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const values = parameters.map(storable);
    const { command, rowCount, rows } = this.isInTransaction
      ? await this.#ask(sql, values)
      : await this.#patience.repeat(() => this.#ask(sql, values));
    const isChange = ['INSERT', 'UPDATE', 'DELETE'].includes(command);
    return { rows, ...(isChange ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  /** Within a transaction, which the cursor is of. */
  async *streamQuery<Row>(
    { sql, parameters }: CompiledQuery,
    chunkSize = 100,
  ): AsyncIterableIterator<QueryResult<Row>> {
    if (!this.isInTransaction) throw new Error('rows are streamed within a transaction');
    await this.#ask(`declare streamed no scroll cursor for ${sql}`, parameters.map(storable));
    try {
      for (;;) {
        const { rows } = await this.#ask(`fetch ${chunkSize} from streamed`, []);
        if (rows.length === 0) return;
        yield { rows };
      }
    } finally {
      // In a failed transaction it is closed already, and what failed is on its way.
      await this.#ask('close streamed', []).catch(() => {});
    }
  }

  release(): void {
    this.#client?.release();
    this.#client = undefined;
  }

  async #ask(sql: string, values: unknown[]) {
    if (this.#client === undefined && this.isInTransaction)
      throw new LostStatement('the connection was lost within a transaction');
    const client = this.#client ?? (await this.#connect());
    this.#client = client;
    try {
      const isHurried = this.#patience.isOpen && !this.isUnhurried;
      const query = { text: sql, values, query_timeout: isHurried ? longestAnswer : 0 };
      return await client.query(query satisfies TimedQuery);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      if (this.#client === client) client.release(true);
      this.#client = undefined;
      throw new LostStatement(error instanceof Error ? error.message : 'lost', { cause: error });
    }
  }
}
