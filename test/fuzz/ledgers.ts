import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import Database from 'libsql';
import { damageText, damageValue, textDamage, valueDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { heardRun } from './heard-run.ts';
import { readings, readLedger } from './reading.ts';
import { scratch } from './scratch.ts';

/** A cell of a ledger that somebody, or a bad disk, wrote over. */
interface Damage {
  place: number;
  /** For a cell that holds JSON. */
  parts: Parameters<typeof damageValue>[1][];
  text: Parameters<typeof damageText>[1][];
  /** For any other. */
  value: string | number | null;
}

interface DamagedLedger {
  damage: Damage[];
  /** Where the file itself breaks off; nothing where it is whole. */
  cut: number | undefined;
  reading: string[];
}

const damage: fc.Arbitrary<Damage> = fc.record({
  place: fc.nat(),
  parts: fc.array(valueDamage, { minLength: 1, maxLength: 2 }),
  text: fc.array(textDamage, { maxLength: 1 }),
  value: fc.constantFrom(
    null,
    '',
    'x',
    '{}',
    '\u0000',
    -1,
    0.5,
    1e15,
    'running',
    'decided',
    'late|x',
  ),
});

/** Whatever stands in a ledger's rows, it is read, or one line says what is wrong with it. */
export const ledgers: Fuzzer<DamagedLedger> = {
  name: 'ledgers',
  inputs: fc.record({
    damage: fc.array(damage, { minLength: 1, maxLength: 3 }),
    cut: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    reading: fc.constantFrom(...readings),
  }),
  tries: 60,
  async check({ damage, cut, reading }) {
    const heard = await heardRun();
    const ledger = scratch('damaged.db');
    for (const end of ['-wal', '-shm']) rmSync(`${ledger}${end}`, { force: true });
    copyFileSync(heard.ledger, ledger);
    const file = new Database(ledger);
    const runs = (
      file.prepare('select id from runs order by started_at desc').all() as { id: string }[]
    ).map(({ id }) => id);
    for (const one of damage) damageCell(file, one);
    file.close();
    const bytes = readFileSync(ledger);
    if (cut !== undefined) writeFileSync(ledger, bytes.subarray(0, Math.floor(cut * bytes.length)));
    await readLedger(ledger, reading, heard, runs);
  },
};

function damageCell(file: Database.Database, { place, parts, text, value }: Damage): void {
  const cells = cellsOf(file);
  const cell = cells[place % cells.length];
  if (cell === undefined) return;
  const { table, column, rowid, held } = cell;
  const spoilt = isJsonText(held)
    ? text.reduce(damageText, JSON.stringify(parts.reduce(damageValue, JSON.parse(held))) ?? '')
    : value;
  try {
    file.prepare(`update "${table}" set "${column}" = ? where rowid = ?`).run(spoilt, rowid);
  } catch {
    // SQLite itself refuses what its constraints forbid.
  }
}

interface Cell {
  table: string;
  column: string;
  rowid: number;
  held: unknown;
}

/** Every column of every table, of a few rows. */
function cellsOf(file: Database.Database): Cell[] {
  const tables = file
    .prepare("select name from sqlite_master where type = 'table' order by name")
    .all() as { name: string }[];
  return tables.flatMap(({ name: table }) => {
    const rows = file
      .prepare(`select rowid as "rowid of it", * from "${table}" order by rowid desc limit 4`)
      .all() as Record<string, unknown>[];
    return rows.flatMap(({ 'rowid of it': rowid, ...columns }) =>
      Object.entries(columns).map(([column, held]) => ({
        table,
        column,
        rowid: Number(rowid),
        held,
      })),
    );
  });
}

function isJsonText(held: unknown): held is string {
  return typeof held === 'string' && /^[[{]/.test(held);
}
