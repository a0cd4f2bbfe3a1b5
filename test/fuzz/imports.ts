import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { runCommand } from './command.ts';
import { damageText, damageValue, textDamage, valueDamage } from './damage.ts';
import type { Fuzzer } from './fuzzer.ts';
import { heardRun } from './heard-run.ts';
import { readings, readLedger } from './reading.ts';
import { scratch } from './scratch.ts';

interface Change {
  line: number;
  what: 'damage' | 'drop' | 'repeat' | 'move to the end';
  parts: Parameters<typeof damageValue>[1][];
  bytes: Parameters<typeof damageText>[1][];
}

interface ImportedTrace {
  changes: Change[];
  /** Its last line counts the lines that are there now. */
  countsAnew: boolean;
  reading: string[];
}

const change: fc.Arbitrary<Change> = fc.record({
  line: fc.nat(),
  what: fc.constantFrom<Change['what']>(
    'damage',
    'damage',
    'damage',
    'damage',
    'drop',
    'repeat',
    'move to the end',
  ),
  parts: fc.array(valueDamage, { maxLength: 2 }),
  bytes: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.tuple(textDamage)),
});

let exported: Promise<string[]> | undefined;

/** A trace of somebody else's is taken as a whole and can be read, or one line says what is wrong and nothing is taken. */
export const imports: Fuzzer<ImportedTrace> = {
  name: 'imports',
  inputs: fc.record({
    changes: fc.array(change, { maxLength: 3 }),
    countsAnew: fc.boolean(),
    reading: fc.constantFrom(...readings),
  }),
  tries: 60,
  async check({ changes, countsAnew, reading }) {
    exported ??= exportHeard();
    const lines = changes.reduce(changeLines, await exported);
    const last = JSON.stringify({ end: true, rows: lines.length - 2 });
    const file = scratch('imported.jsonl');
    writeFileSync(file, `${(countsAnew ? lines.with(-1, last) : lines).join('\n')}\n`);
    const ledger = scratch('imported.db');
    for (const end of ['', '-wal', '-shm']) rmSync(`${ledger}${end}`, { force: true });
    const { code, out, err } = await runCommand(['trace', 'import', file, '--ledger', ledger]);
    if (code === 70 || (code === 2 && !/^tribunal: [^\n]+\n$/.test(err))) throw new Error(err);
    const { out: listed } = await runCommand(['runs', 'list', '--json', '--ledger', ledger]);
    const runs = JSON.parse(listed === '' ? '[]' : listed) as { id: string }[];
    if (runs.length !== (code === 0 ? 1 : 0))
      throw new Error(`${code} and ${runs.length} runs: ${out}${err}`);
    if (code === 0)
      await readLedger(
        ledger,
        reading,
        await heardRun(),
        runs.map(({ id }) => id),
      );
  },
};

async function exportHeard(): Promise<string[]> {
  const { ledger } = await heardRun();
  const file = scratch('exported.jsonl');
  const [, second] = JSON.parse(
    (await runCommand(['runs', 'list', '--json', '--ledger', ledger])).out,
  );
  await runCommand(['trace', 'export', second.id, '--out', file, '--ledger', ledger, '--force']);
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

function changeLines(lines: string[], { line, what, parts, bytes }: Change): string[] {
  const at = line % lines.length;
  const text = lines[at] ?? '';
  switch (what) {
    case 'drop':
      return lines.toSpliced(at, 1);
    case 'repeat':
      return lines.toSpliced(at, 0, text);
    case 'move to the end':
      return [...lines.toSpliced(at, 1), text];
    case 'damage':
      return lines.with(at, bytes.reduce(damageText, damagedRow(text, parts)));
  }
}

/** What is JSON inside of a row is damaged there too. */
function damagedRow(text: string, parts: Change['parts']): string {
  try {
    const line = JSON.parse(text);
    const json = Object.entries(line.row ?? {}).find(([, held]) => /^[[{]/.test(String(held)));
    const [first, ...others] = parts;
    if (json !== undefined && first !== undefined)
      line.row[json[0]] = JSON.stringify(damageValue(JSON.parse(String(json[1])), first)) ?? '';
    const damages = json === undefined ? parts : others;
    return JSON.stringify(damages.reduce(damageValue, line)) ?? '';
  } catch {
    return text;
  }
}
