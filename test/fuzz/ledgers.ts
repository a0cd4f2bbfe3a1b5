/** A decided ledger, or one of a run that was cut off, in which one or two values are others: by a disk, by hand, by a program that knows no better. */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import Database from 'libsql';
import { main } from '../../src/cli/program/main.ts';
import { openLedger as openWritable } from '../../src/ledger/open-ledger.ts';
import { openLedger } from '../../src/runs/upkeep/read-ledger.ts';
import { damageText, type TextDamage, textDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { endsWell } from './promise.ts';
import { scratch } from './scratch.ts';

type Value = string | number | null | { bytes: string };

interface Change {
  /** Tables, rows and columns by their numbers, round and round. */
  table: number;
  row: number;
  column: number;
  /** What stands there then: this, what was there but damaged, or the value of another row. */
  to: { value: Value } | { damage: TextDamage } | { ofRow: number };
}

const values: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value[]>(
    ...[null, '', ' ', 0, -1, 1.5, 1e300, 2 ** 53, 'null', '[]', '{}', '"x"', '{', '[null]', '\0'],
    ...['running', 'interrupted', 'finished', 'failed', 'triage', 'judge:', '__proto__', 'NaN'],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.json({ maxDepth: 2 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.uint8Array({ maxLength: 30 }).map((bytes) => ({ bytes: Buffer.from(bytes).toString('hex') })),
);
interface Damage {
  /** The run was cut off before its second ticket was decided. */
  isCutOff: boolean;
  changes: Change[];
}

const change: fc.Arbitrary<Change> = fc.record({
  table: fc.nat(1000),
  row: fc.nat(1000),
  column: fc.nat(1000),
  to: fc.oneof(
    values.map((value) => ({ value })),
    textDamage.map((damage) => ({ damage })),
    fc.nat(1000).map((ofRow) => ({ ofRow })),
  ),
});

const damage: fc.Arbitrary<Damage> = fc.record({
  isCutOff: fc.boolean(),
  changes: fc.array(change, { minLength: 1, maxLength: 2 }),
});

const sound = scratch('sound.db');
const cutOff = scratch('cut-off.db');
const [tickets, out] = [scratch('calls.csv'), scratch('out.jsonl')];
const texts = ['I waited on hold for an hour.', 'The agent was rude.', 'Where is my refund?'];
const judge = ['batch', tickets, '--out', out, '--force'];
const commands = [
  ...[['runs', 'list', '--json'], ['runs', 'show'], ['diagnose'], ['count'], ['trace', 'T1']],
  ['trace', 'export', '--format', 'jsonl', '--out', scratch('trace.jsonl')],
  ...[['runs', 'export', '--out', out, '--force'], judge, ['ledger', 'check']],
];
/** What results are made of, more often than the rest. */
const telling = ['runs', 'tickets', 'decisions', 'answers', 'spans', 'gold'];
const writes = new Set(commands.filter((command) => command.includes(out)));
let before: Map<string, string> | undefined;
let checked = 0;

/** Nothing breaks on it but in one line, and nothing says of a ticket what was not said before. */
export const ledgers: Fuzzer<Damage> = {
  name: 'ledgers',
  inputs: damage,
  tries: 8,
  async check({ isCutOff, changes }) {
    before ??= await makeSound();
    const ledger = scratch(`changed-${++checked}.db`);
    copyFileSync(isCutOff ? cutOff : sound, ledger);
    const what = changes.map((change) => apply(ledger, change)).join(' and ');
    await endsWell(async () => {
      await using reader = await openLedger(ledger);
      await reader.runs();
      for await (const { ticket, decision } of reader.results())
        if (decision !== undefined) compare(what, ticket.text, decision);
      await reader.trace('T1');
    });
    for (const command of commands) {
      rmSync(out, { force: true });
      const { code, said } = await run([...command, '--ledger', ledger]);
      if (![0, 1, 2].includes(code) || /\n {4}at /.test(said))
        throw new Error(`${what}: ${command.join(' ')} ends with ${code}: ${said}`);
      if (writes.has(command) && existsSync(out))
        for (const [text, result] of resultsIn(out)) compare(what, text, result);
    }
    for (const ending of ['', '-wal', '-shm']) rmSync(ledger + ending, { force: true });
  },
};

async function makeSound(): Promise<Map<string, string>> {
  writeFileSync(tickets, ['id,text', ...texts.map((text, at) => `T${at + 1},${text}`)].join('\n'));
  const { code, said } = await run([...judge, '--ledger', sound]);
  if (code !== 0) throw new Error(said);
  await labelFirst();
  const database = new Database(sound);
  database.pragma('wal_checkpoint(truncate)');
  database.exec(`vacuum into '${cutOff}'`);
  database.close();
  const cut = new Database(cutOff);
  cut.exec("update runs set status = 'interrupted'; delete from decisions where row = 2");
  cut.close();
  return new Map(resultsIn(out).map(([text, result]) => [text, saidIn(result)]));
}

/** A person's word on the first ticket. */
async function labelFirst(): Promise<void> {
  const database = new Database(sound);
  const ticket = database.prepare('select run, row, address from tickets where row = 1').get();
  database.close();
  const ledger = await openWritable(sound);
  const { run, row, address } = ticket as { run: string; row: number; address: string };
  const words = { themes: 'waiting_time', author: 'me', reason: 'on hold' };
  await ledger.gold.add({ run, row, address, ...words });
  await ledger.close();
}

/** Changes one value. Returns which, in words. */
function apply(ledger: string, { table, row, column, to }: Change): string {
  const database = new Database(ledger);
  try {
    const pick = <Item>(items: readonly Item[], at: number) => items[at % items.length] as Item;
    const all = database
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'kysely%'")
      .all() as { name: string }[];
    const filled = all
      .map(({ name }) => name)
      .filter((name) => database.prepare(`select 1 from "${name}" limit 1`).get() !== undefined);
    const name = pick([...filled, ...telling, ...telling], table);
    const rows = database.prepare(`select rowid as "at row", * from "${name}"`).all() as Record<
      string,
      unknown
    >[];
    const { 'at row': at, ...old } = pick(rows, row);
    const changed = pick(Object.keys(old), column);
    const value = newValue(to, old[changed], (other) => pick(rows, other)[changed]);
    try {
      database.prepare(`update "${name}" set "${changed}" = ? where rowid = ?`).run(value, at);
    } catch (error) {
      // The table's own rules refuse some.
      if (!/constraint|mismatch/i.test(String(error))) throw error;
    }
    return `${name}.${changed} of row ${at} from ${old[changed]} to ${value}`;
  } finally {
    database.close();
  }
}

function newValue(to: Change['to'], old: unknown, ofRow: (row: number) => unknown): unknown {
  if ('damage' in to) return damageText(String(old), to.damage);
  if ('ofRow' in to) return ofRow(to.ofRow);
  const { value } = to;
  return typeof value === 'object' && value !== null ? Buffer.from(value.bytes, 'hex') : value;
}

interface Result {
  status: string;
  themes: string[];
  outcomes: { theme: string; kind: string; verdict?: unknown }[];
}

function resultsIn(file: string): [string, Result][] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ ticket, decision, ...row }) => [ticket.text, decision ?? row]);
}

function saidIn({ status, themes, outcomes }: Result): string {
  return JSON.stringify([
    status,
    themes,
    outcomes.map(({ theme, kind, verdict }) => [theme, kind, verdict]),
  ]);
}

function compare(what: string, text: string, result: Result): void {
  const said = saidIn(result);
  if (said !== before?.get(text))
    throw new Error(`${what}: of "${text}" is said ${said}, not ${before?.get(text)}`);
}

async function run(words: string[]): Promise<{ code: number; said: string }> {
  const streams = [process.stdout, process.stderr] as const;
  const kept = streams.map((stream) => stream.write);
  let said = '';
  for (const stream of streams)
    stream.write = (chunk: unknown) => {
      said += String(chunk);
      return true;
    };
  try {
    return { code: await main(words), said };
  } finally {
    for (const [index, stream] of streams.entries())
      stream.write = kept[index] as typeof stream.write;
  }
}
