/** How soon, and in how much memory, a run of 201,000 tickets goes on that was cut off near its end. */
import path from 'node:path';
import Database from 'libsql';
import { measureRun, withTempFolder } from './measured-run.ts';
import { countWrong, writeMockTickets } from './mock-tickets.ts';
import { batchOn, withServer } from './server.ts';

const decided = 200_000;
const left = 1000;
/** As many as there are themes: every kind of ticket and decision once. */
const patterns = 9;

export async function measureResume() {
  return withServer({ latencyMs: 20 }, (server) =>
    withTempFolder(async (folder) => {
      const at = (name: string) => path.join(folder, name);
      const small = at('small.csv');
      const large = at('large.csv');
      const ledger = at('ledger.db');
      const out = at('out.csv');
      writeMockTickets(small, patterns);
      writeMockTickets(large, decided + left);
      // One run to copy rows from, and one that is cut off at its first call.
      const command = batchOn(server, large, ledger, out);
      await measureRun(
        'dist/command/tribunal.js',
        batchOn(server, small, ledger, at('small-out.csv')),
      );
      await measureRun('dist/command/tribunal.js', [...command, '--max-calls', '1'], {
        expected: 3,
      });
      fillRun(ledger);

      const callsBefore = server.count();
      const started = performance.now();
      const { peakMegabytes, seconds } = await measureRun('dist/command/tribunal.js', command);
      return {
        firstCallSeconds: ((server.requests[callsBefore]?.at ?? Number.NaN) - started) / 1000,
        peakMegabytes,
        seconds,
        calls: server.count() - callsBefore,
        wrong: countWrong(out, decided + left),
      };
    }),
  );
}

/** Copies rows of the small run until the newest one has all that so many decisions bring. */
function fillRun(ledger: string): void {
  const database = new Database(ledger);
  const [newest, oldest] = database
    .prepare('select id from runs order by started_at desc, id desc')
    .all() as { id: string }[];
  const run = `'${newest?.id}'`;
  const sameKind = `run = '${oldest?.id}' and row = 1 + (number - 1) % ${patterns}`;
  const anyAddress = 'lower(hex(randomblob(16)))';
  // Triage and two judges, eight tickets a call, over the last hour.
  const calls = (3 * decided) / 8;
  const earlier = '(60000 + 40 * number)';
  database.exec('begin');
  // The file is stored ahead of the hearing: so late in a run all of it is there.
  copyRows(database, 'tickets', sameKind, decided + left, {
    run,
    row: 'number',
    id: "'T' || (number - 1)",
    address: anyAddress,
    cells: "json_array('T' || (number - 1), 'ticket number ' || (number - 1))",
  });
  database.exec(`update runs set rows = ${decided + left} where id = ${run}`);
  copyRows(database, 'decisions', sameKind, decided, { run, row: 'number' });
  copyRows(database, 'dockets', 'rowid = 1', calls, { run, id: "'docket ' || number" });
  copyRows(database, 'calls', 'rowid = 1', calls, {
    run,
    id: "'call ' || number",
    docket: "'docket ' || number",
    sent_at: `sent_at - ${earlier}`,
    settled_at: `settled_at - ${earlier}`,
  });
  copyRows(database, 'answers', 'rowid = 1', 3 * decided, {
    address: anyAddress,
    docket: "'docket ' || (1 + number / 8)",
  });
  database.exec('commit');
  database.close();
}

/** Copies what `where` finds for each `number` from 1 to `count`, with some columns changed; rows that exist stay. */
function copyRows(
  database: Database.Database,
  table: string,
  where: string,
  count: number,
  changed: Record<string, string>,
): void {
  const columns = (database.prepare(`pragma table_info(${table})`).all() as { name: string }[]).map(
    ({ name }) => name,
  );
  database.exec(
    `with recursive numbers(number) as
      (select 1 union all select number + 1 from numbers where number < ${count})
    insert or ignore into ${table} (${columns.join(', ')})
    select ${columns.map((name) => changed[name] ?? name).join(', ')}
    from numbers cross join ${table} where ${where}`,
  );
}
