import PgBoss from 'pg-boss';
import type { Ask, Ledger } from './ledger.ts';
import type { HoldingRow } from './schema.ts';

/** Tickets of a run that go to a worker together, from one row to another. */
export type Portion = Omit<HoldingRow, 'process'>;

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

  private constructor(ledger: Ledger, boss: PgBoss, schema: string) {
    this.#ledger = ledger;
    this.#boss = boss;
    this.#schema = schema;
  }

  /** Its tables are made where there are none, by one process at a time. */
  static async open(ledger: Ledger): Promise<Queue> {
    const { rows } = await ledger.sql('select current_schema() as schema');
    const schema = `${String(rows[0]?.schema).replaceAll(/\W/g, '_').slice(0, 40)}_queue`;
    const boss = new PgBoss({
      schema,
      db: { executeSql: (text, values) => ledger.sql(text, values) },
      // Nothing is left to be cleared away, and nothing expires.
      ...{ supervise: false, schedule: false },
    });
    boss.on('error', () => {});
    await boss.start();
    return new Queue(ledger, boss, schema);
  }

  /** Makes an empty queue for a run. */
  async begin(run: string): Promise<void> {
    await this.end(run);
    await this.#boss.createQueue(run, { name: run, retryLimit });
  }

  /** Nothing more is delivered of a run. What workers hold they may finish. */
  async end(run: string): Promise<void> {
    // pg-boss itself can't delete a queue in which something is left.
    await this.#ledger.transaction(async (ask) => {
      await ask(`lock table ${this.#schema}.job in access exclusive mode`);
      await ask(`delete from ${this.#schema}.job where name = $1`, [run]);
      await ask(
        `select ${this.#schema}.delete_queue(name) from ${this.#schema}.queue where name = $1`,
        [run],
      );
    });
  }

  async submit(run: string, portions: readonly Pick<Portion, 'first' | 'last'>[]): Promise<void> {
    await this.#boss.insert(portions.map((data) => ({ name: run, data })));
  }

  /** Takes up to so many portions of a run, in order; nobody else gets them as long as that worker lives. */
  async take(run: string, most: number, process: string): Promise<Portion[]> {
    return this.#ledger.transaction(async (ask, attempt) => {
      // The answer to an attempt that was committed may have been lost.
      const earlier = attempt === 1 ? [] : await held(ask, run, process);
      if (earlier.length > 0) return earlier;
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
      return portions;
    });
  }

  /** All tickets of the portion are decided. */
  async settle({ id, run }: Portion): Promise<void> {
    await this.#ledger.transaction(async (ask) => {
      await this.#boss.deleteJob(run, id, within(ask));
      await ask('delete from holdings where id = $1', [id]);
    });
  }

  /** Others may take the portions at once. */
  async giveBack(portions: readonly Portion[]): Promise<void> {
    await this.#ledger.transaction((ask) => this.giveBackWithin(ask, portions));
  }

  async giveBackWithin(ask: Ask, portions: readonly Portion[]): Promise<void> {
    for (const { id, run } of portions) {
      await this.#boss.fail(run, id, {}, within(ask));
      await ask('delete from holdings where id = $1', [id]);
    }
  }

  /** Portions of a run that wait, and those that workers hold. */
  async left(run: string): Promise<{ waiting: number; held: number }> {
    const waiting = await this.#boss.getQueueSize(run);
    const { rows } = await this.#ledger.sql(
      'select count(*)::integer as held from holdings where run = $1',
      [run],
    );
    return { waiting, held: Number(rows[0]?.held) };
  }

  /** pg-boss keeps an error of this to itself, and a failed transaction would go on. */
  async #fetch(run: string, most: number, ask: Ask) {
    let failure: unknown;
    const jobs = await this.#boss.fetch<Pick<Portion, 'first' | 'last'>>(run, {
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

function within(ask: Ask) {
  return { db: { executeSql: (text: string, values: unknown[]) => ask(text, values) } };
}

async function held(ask: Ask, run: string, process: string): Promise<Portion[]> {
  const { rows } = await ask(
    'select id, run, first, last from holdings where run = $1 and process = $2',
    [run, process],
  );
  return rows as unknown as Portion[];
}
