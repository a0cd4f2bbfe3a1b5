/** How large a shared ledger grows: 1,000 tickets are heard, and their rows written again as those of others. */
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { Queue } from '../../../src/ledger/postgres/queue.ts';
import { print } from '../print.ts';
import { type Cluster, withCluster } from './cluster.ts';

const heard = 1000;
const docket = 8;
const megabyte = 2 ** 20;

/** What has to differ in the rows of other tickets. */
const changed: Record<string, Record<string, string>> = {
  tickets: { row: `row + k * ${heard}`, id: "k || '.' || id", address: "k || '.' || address" },
  decisions: { row: `row + k * ${heard}` },
  answers: { address: "k || '.' || address", docket: "k || '.' || docket" },
  dockets: { id: "k || '.' || id" },
  calls: { id: "k || '.' || id", docket: "k || '.' || docket" },
  spans: { id: "k || '.' || id", docket: "k || '.' || docket", parent: "k || '.' || parent" },
  span_bodies: { span: "k || '.' || span" },
};

export async function printSizes(): Promise<void> {
  const wanted = Number(process.env.BENCH_TICKETS ?? 100_000);
  await withCluster({}, false, async (cluster) => {
    await cluster.submit(heard, ['--docket', String(docket), '--rpm', '600000']);
    const worker = cluster.start([...cluster.worker, '--drain', '--concurrency', '8']);
    if ((await worker.ended) !== 0) throw new Error(worker.said());
    await printDead(cluster);
    await multiply(cluster, Math.round(wanted / heard) - 1);
    const factor = 1_000_000 / wanted;
    await printTables(cluster, wanted, factor);
    await printVacuum(cluster, wanted, factor);
    await printQueue(cluster, wanted, factor);
  });
}

/** Rows that were changed or deleted on the way, and wait for vacuum. */
async function printDead({ ask }: Cluster): Promise<void> {
  await ask('select pg_stat_force_next_flush()');
  const dead = await ask<{ relname: string; n_dead_tup: number; changes: number }>(
    `select relname, n_dead_tup, n_tup_upd + n_tup_del as changes from pg_stat_user_tables
      where n_tup_upd + n_tup_del > 0 order by 3 desc limit 6`,
  );
  for (const { relname, changes } of dead)
    print(
      `rows of ${relname} changed or deleted, for each ticket`,
      (Number(changes) / heard).toFixed(2),
    );
}

async function multiply({ ask }: Cluster, times: number): Promise<void> {
  for (const [table, changes] of Object.entries(changed)) {
    const columns = await ask<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_schema = current_schema() and table_name = '${table}' and column_name <> 'rowid'`,
    );
    const names = columns.map(({ name }) => name);
    const values = names.map((name) => changes[name] ?? name);
    await ask(
      `insert into ${table} (${names}) select ${values}
        from (select * from ${table}) as heard, generate_series(1, ${times}) as k`,
    );
  }
}

async function printTables({ ask }: Cluster, tickets: number, factor: number): Promise<void> {
  const tables = await ask<{ name: string; rows: number; total: number; indexes: number }>(
    `select relname as name, n_live_tup as rows, pg_total_relation_size(relid) as total,
      pg_indexes_size(relid) as indexes
      from pg_stat_user_tables where schemaname = current_schema()
      order by pg_total_relation_size(relid) desc limit 8`,
  );
  const said = (bytes: number) => `${(bytes / megabyte).toFixed(0)} MB`;
  for (const { name, total, indexes } of tables)
    print(
      `${name}: ${tickets} tickets, 1,000,000 extrapolated`,
      `${said(total)} (${said(indexes)} index)`,
      said(total * factor),
    );
  const sum = tables.reduce((size, { total }) => size + Number(total), 0);
  print('all of them', said(sum), said(sum * factor));
}

async function printVacuum({ ask }: Cluster, tickets: number, factor: number): Promise<void> {
  await ask(`update calls set state = 'settled' where sent_at % 3 = 0`);
  const started = performance.now();
  await ask('vacuum analyze');
  const seconds = (performance.now() - started) / 1000;
  print(
    `vacuum analyze of ${tickets} tickets, a third of calls dead`,
    `${seconds.toFixed(1)} s`,
    `${(seconds * factor).toFixed(0)} s`,
  );
}

/** All portions submitted, and what a worker waits for some of them, at the beginning and in the middle. */
async function printQueue({ ledger, ask }: Cluster, tickets: number, factor: number) {
  const opened = await openLedger(ledger);
  try {
    const queue = await Queue.open(opened);
    const { presence } = await opened.enter(() => ({ run: null, open: 0, calls: 0 }));
    const run = 'sizes';
    await queue.begin(run);
    const portions = Array.from({ length: tickets / docket }, (_, index) => ({
      first: index * docket + 1,
      last: (index + 1) * docket,
    }));
    const submitting = performance.now();
    for (let start = 0; start < portions.length; start += 500)
      await queue.submit(run, portions.slice(start, start + 500));
    const submitted = (performance.now() - submitting) / 1000;
    print(
      `${portions.length} portions submitted`,
      `${submitted.toFixed(1)} s`,
      `${(submitted * factor).toFixed(0)} s`,
    );
    const [size] = await ask<{ bytes: number }>(
      `select sum(pg_total_relation_size(inhrelid)) as bytes from pg_inherits
        where inhparent = 'public_queue.job'::regclass`,
    );
    print('  the queue', `${(Number(size?.bytes) / megabyte).toFixed(0)} MB`);
    const takeOften = async (times: number) => {
      const started = performance.now();
      for (let time = 0; time < times; time++)
        for (const portion of await queue.take(run, 4, presence.id)) await queue.settle(portion);
      return `${((performance.now() - started) / times / 4).toFixed(1)} ms`;
    };
    print('  a portion taken and settled, all waiting', await takeOften(50));
    await takeOften(Math.floor(portions.length / 8));
    print('  in the middle, without vacuum', await takeOften(50));
    const looking = performance.now();
    await queue.left(run);
    print('  waiting portions counted', `${(performance.now() - looking).toFixed(0)} ms`);
  } finally {
    await opened.close();
  }
}
