import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { openCopy } from '../../src/trace/jsonl.ts';
import { runRow } from '../support/run-row.ts';
import { soundSettings } from '../support/sound-settings.ts';
import { noDecision } from '../support/written-run.ts';
import { damageText, damageValue, textDamage, valueDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { endsWell } from './promise.ts';
import { scratch } from './scratch.ts';

const run = { ...runRow('run', { rows: 1 }), settings: soundSettings };
const ticket = { run: 'run', row: 1, id: 'T', address: 'a', cells: ['T', 'text'], defect: null };
const decision = {
  run: 'run',
  row: 1,
  status: 'decided',
  themes: '',
  confidence: 0.5,
  body: noDecision,
  reused: 0,
  sentiment: null,
  failed: '',
};
const rows = [
  { table: 'runs', row: run },
  { table: 'tickets', row: ticket },
  { table: 'decisions', row: decision },
];

/** The lines of an export: sound, damaged in a row, in the JSON of a column, or in bytes. */
const files = fc
  .tuple(fc.array(valueDamage, { maxLength: 3 }), fc.array(textDamage, { maxLength: 1 }))
  .map(([parts, bytes]) => {
    const damaged = parts.reduce(damageValue, rows);
    const lines = (Array.isArray(damaged) ? damaged : [damaged]).map(lineOf);
    const text = [
      JSON.stringify({ format: 'ticket-tribunal trace', version: 1, run: 'run' }),
      ...lines,
      JSON.stringify({ end: true, rows: lines.length }),
    ].join('\n');
    return bytes.reduce(damageText, text);
  });

function lineOf(entry: unknown): string {
  const given = entry as { table?: unknown; row?: Record<string, unknown> } | null;
  if (typeof given?.row !== 'object' || given.row === null) return JSON.stringify(entry) ?? '';
  const row = Object.entries(given.row).map(([column, value]) => [
    column,
    ['settings', 'cells', 'body'].includes(column) ? JSON.stringify(value) : value,
  ]);
  return JSON.stringify({ ...given, row: Object.fromEntries(row) });
}

/** An import is refused in one line, or holds rows that everything can read. */
export const imports: Fuzzer<string> = {
  name: 'imports',
  inputs: files,
  tries: 200,
  async check(text) {
    const file = scratch('fuzzed.jsonl');
    writeFileSync(file, text);
    await endsWell(async () => {
      const copy = await openCopy(file);
      for await (const { table, row } of copy.rows()) {
        if (table === 'runs')
          for (const { id } of JSON.parse(row.settings).themes) id.toLowerCase();
        if (table === 'tickets')
          for (const cell of JSON.parse(row.cells)) (cell as string).toLowerCase();
        if (table === 'decisions')
          for (const outcome of JSON.parse(row.body).outcomes) outcome.theme.toLowerCase();
      }
    });
  },
};
