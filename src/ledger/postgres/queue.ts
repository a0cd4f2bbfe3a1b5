import { randomBytes } from 'node:crypto';
import PgBoss from 'pg-boss';
import { GivenUp } from '../group-commit.ts';
import type { Ask, Ledger } from '../ledger.ts';
import { explainUnopened } from './explain-unopened.ts';
import { codeOf } from './lost-connection.ts';
import type { HoldingRow } from './shared-schema.ts';

/** Tickets of a run that go to a worker together, from one row to another. */
export interface Portion extends Omit<HoldingRow, 'process'> {
  /** How much it is to blame that workers died that held it; nothing where none did. */
  blame?: number;
}

/**
 * A worker that dies of an error of its own tells more of what it heard than one that falls silent, which may have been
 * killed. From `alone` on a portion is heard by itself, and from `givenUp` on by nobody.
 */
export const blame = { silence: 1, crash: 4, alone: 4, givenUp: 8 } as const;

/** A portion comes back as often as its workers die. */
const retryLimit = 1_000_000;

/**
 * What submitted runs still have to have heard, in the ledger's own database: a queue of pg-boss for each run, gone
 * when the run is over. A portion is delivered at least once; who holds it stands in the ledger, so that it can be
 * taken back from a worker that died.
 */
export class Queue {
  readonly #ledger: Ledger;
  readonly #boss: PgBoss;
  readonly #schema: string;
  /** What the names of its portions begin with, new for each queue that is begun. */
  #prefix = newPrefix();

  private constructor(ledger: Ledger, boss: PgBoss, schema: string) {
    this.#ledger = ledger;
    this.#boss = boss;
    this.#schema = schema;
  }

  /**
   * Its tables are made where there are none, by one process at a time.
   * @throws UserMistake where they may not be made, or are of another version
   */
  static async open(ledger: Ledger): Promise<Queue> {
    const { rows } = await ledger.sql('select current_schema() as schema');
    const schema = `${String(rows[0]?.schema).replaceAll(/\W/g, '_').slice(0, 40)}_queue`;
    try {
      const boss = await startBoss(ledger, schema).catch((error: unknown) => {
        if (!isMadeAlready(error)) throw error;
        return startBoss(ledger, schema);
      });
      return new Queue(ledger, boss, schema);
    } catch (error) {
      throw explainUnopened(error, ledger.location);
    }
  }

  /** Makes an empty queue for a run. What workers hold of an earlier one is theirs no more. */
  async begin(run: string): Promise<void> {
    this.#prefix = newPrefix();
    await this.#ledger.transaction(async (ask) => {
      await this.#drop(ask, run);
      await ask('delete from holdings where run = $1', [run]);
    });
    await this.#boss.createQueue(run, { name: run, retryLimit });
  }

  /** Nothing more is delivered of a run. What workers hold they may finish. */
  async end(run: string): Promise<void> {
    await this.#ledger.transaction((ask) => this.#drop(ask, run));
  }

  /** One process at a time: pg-boss fails where a queue is gone already. */
  async #drop(ask: Ask, run: string): Promise<void> {
    const { rows } = await ask(
      `select name from ${this.#schema}.queue where name = $1 for update`,
      [run],
    );
    if (rows.length === 0) return;
    // It refuses one that is not empty.
    await ask(`delete from ${this.#schema}.job where name = $1`, [run]);
    await ask(`select ${this.#schema}.delete_queue($1)`, [run]);
  }

  /** Brings portions to the queue that was begun here; those that are there already change nothing. */
  async submit(run: string, portions: readonly Pick<Portion, 'first' | 'last'>[]): Promise<void> {
    await this.#boss.insert(
      portions.map((data) => ({ id: nameOf(this.#prefix, data.first), name: run, data })),
    );
  }

  /**
   * Takes up to so many portions of a run, in order; nobody else gets them as long as that worker lives.
   * @param held those that it took before
   * @throws GivenUp where the others held it for dead
   */
  async take(
    run: string,
    most: number,
    process: string,
    held: ReadonlySet<string> = new Set(),
  ): Promise<Portion[]> {
    return this.#ledger.transaction(async (ask, attempt) => {
      // Whoever takes it for dead waits until this is committed, and finds what it took.
      const living = await ask('select id from processes where id = $1 for key share', [process]);
      if (living.rows.length === 0) throw new GivenUp();
      // The answer to an attempt that was committed may have been lost.
      const earlier = attempt === 1 ? [] : await holdingsOf(ask, run, process);
      const missed = earlier.filter(({ id }) => !held.has(id));
      if (missed.length > 0) return missed;
      const jobs = await this.#fetch(run, most, ask);
      const portions = jobs.map(({ id, data }) => ({ id, run, ...data }));
      for (const { id, first, last } of portions)
        await ask('insert into holdings values ($1, $2, $3, $4, $5)', [
          id,
          run,
          first,
          last,
          process,
        ]);
      return portions.sort((one, other) => one.first - other.first);
    });
  }

  /** All tickets of the portion are decided, whoever holds it by now. */
  async settle({ id, run }: Portion): Promise<void> {
    await this.#ledger.transaction(async (ask) => {
      await ask('delete from holdings where id = $1', [id]);
      await this.#boss.deleteJob(run, id, within(ask));
    });
  }

  /** Others may take the portions at once, as far as that worker still holds them. */
  async giveBack(portions: readonly Portion[], process: string, blamed = 0): Promise<void> {
    await this.#ledger.transaction(async (ask) => {
      for (const { id, run } of portions) {
        const { rows } = await ask(
          'delete from holdings where id = $1 and process = $2 returning id',
          [id, process],
        );
        if (rows.length === 0) continue;
        await this.#boss.fail(run, id, {}, within(ask));
        if (blamed === 0) continue;
        await ask(
          `update ${this.#schema}.job set data = data || jsonb_build_object('blame',
            coalesce((data->>'blame')::integer, 0) + $3::integer) where name = $1 and id = $2`,
          [run, id, blamed],
        );
      }
    });
  }

  /** Gives back what is held by workers that the ledger doesn't know any more. */
  async giveBackLost(): Promise<void> {
    const { rows } = await this.#ledger.sql(
      'select * from holdings where not exists (select from processes where processes.id = holdings.process)',
    );
    for (const holding of rows as HoldingRow[])
      await this.giveBack([holding], holding.process, blame.silence);
  }

  /** Portions of a run that wait, and those that workers hold, at one moment. */
  async left(run: string): Promise<{ waiting: number; held: number }> {
    const { rows } = await this.#ledger.sql(
      `select (select count(*) from ${this.#schema}.job where name = $1 and state < 'active')::integer as waiting,
        (select count(*) from holdings where run = $1)::integer as held`,
      [run],
    );
    return rows[0] as { waiting: number; held: number };
  }

  /** Whether something of a run waits for a worker. */
  async isWaiting(run: string): Promise<boolean> {
    const { rows } = await this.#ledger.sql(
      `select from ${this.#schema}.job where name = $1 and state < 'active' limit 1`,
      [run],
    );
    return rows.length > 0;
  }

  /** pg-boss keeps an error of this to itself, and a failed transaction would go on. */
  async #fetch(run: string, most: number, ask: Ask) {
    let failure: unknown;
    const jobs = await this.#boss.fetch<Pick<Portion, 'first' | 'last' | 'blame'>>(run, {
      batchSize: most,
      db: {
        executeSql: (text, values) =>
          ask(text, values).catch((error: unknown) => {
            failure = error;
            throw error;
          }),
      },
    });
    if (failure !== undefined) throw failure;
    return jobs;
  }
}

function newPrefix(): string {
  return randomBytes(10).toString('hex');
}

/** A UUID; portions that come together are delivered in its order. */
function nameOf(prefix: string, first: number): string {
  const digits = prefix + first.toString(16).padStart(12, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function within(ask: Ask) {
  return { db: { executeSql: (text: string, values: unknown[]) => ask(text, values) } };
}

async function holdingsOf(ask: Ask, run: string, process: string): Promise<Portion[]> {
  const { rows } = await ask(
    'select id, run, first, last from holdings where run = $1 and process = $2',
    [run, process],
  );
  return rows as unknown as Portion[];
}

async function startBoss(ledger: Ledger, schema: string): Promise<PgBoss> {
  const boss = new PgBoss({
    schema,
    db: { executeSql: (text, values) => ledger.sql(text, values) },
    // Nothing is left to be cleared away, and nothing expires.
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => {});
  await boss.start();
  return boss;
}

/** PostgreSQL's `create schema if not exists` fails where another process makes it at the same moment. */
function isMadeAlready(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === '23505';
}
