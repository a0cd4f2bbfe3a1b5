import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CopiedRow } from '../../src/ledger/copying/row-shapes.ts';
import { openCopy, writeLines } from '../../src/trace/jsonl.ts';
import { tempFolder } from '../support/files.ts';
import { runRow } from '../support/run-row.ts';

const folder = tempFolder();

const rows: CopiedRow[] = [
  {
    table: 'runs',
    row: runRow('run'),
  },
  {
    table: 'tickets',
    row: { run: 'run', row: 1, id: 'T\u2028ü', address: 'a', cells: '["\\n"]', defect: null },
  },
  {
    table: 'answers',
    row: { address: 'a', agent: 'triage', docket: 'd', body: '{"sentiment":0.5,"routes":[]}' },
  },
];

async function linesOf(written: readonly CopiedRow[] = rows): Promise<string[]> {
  async function* give() {
    yield* written;
  }
  const lines: string[] = [];
  for await (const line of writeLines('run', give())) lines.push(line);
  return lines;
}

function fileOf(...pieces: (string | Uint8Array)[]): string {
  const file = path.join(folder, `trace${Math.random()}.jsonl`);
  writeFileSync(file, Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))));
  return file;
}

async function read(file: string) {
  const copy = await openCopy(file);
  const found: unknown[] = [];
  for await (const { table, row } of copy.rows()) found.push({ table, row });
  return found;
}

/** What is said of a file, after its name. */
async function mistake(...pieces: (string | Uint8Array)[]): Promise<string> {
  const file = fileOf(...pieces);
  const error = await read(file).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'UserMistake' });
  const { message } = error as Error;
  expect(message).not.toContain('\n');
  expect(message).toContain(file);
  return message.slice(message.indexOf(file) + file.length + 1);
}

const doOver = 'nothing was imported: copy or export it again';

describe('a run as JSON lines', () => {
  it('comes back as it was written', async () => {
    expect(await read(fileOf(...(await linesOf())))).toEqual(rows);
  });

  it('needs no line end at the end of the file', async () => {
    expect(await read(fileOf((await linesOf()).join('').trimEnd()))).toEqual(rows);
  });

  it('that is cut off is named with its last line, wherever the cut is', async () => {
    const lines = await linesOf();
    expect(await mistake(...lines.slice(0, 3))).toBe(`is cut off after line 3; ${doOver}`);
    expect(await mistake(...lines.slice(0, 1))).toBe(`is cut off after line 1; ${doOver}`);
    const half = lines[2]?.slice(0, 40) ?? '';
    expect(await mistake(...lines.slice(0, 2), half)).toBe(`line 3 is damaged: no JSON; ${doOver}`);
  });

  it('with a damaged line names it, and what is wrong there', async () => {
    const lines = await linesOf();
    const damage = (change: string | Uint8Array) =>
      mistake(...lines.map((line, index) => (index === 2 ? change : line)));
    const ticket = (change: object) =>
      damage(`${JSON.stringify({ table: 'tickets', row: { ...rows[1]?.row, ...change } })}\n`);
    expect(await damage('{"table":"tickets"\n')).toBe(`line 3 is damaged: no JSON; ${doOver}`);
    expect(await damage(Uint8Array.of(0xff, 10))).toBe(`line 3 is damaged: no UTF-8; ${doOver}`);
    expect(await damage('{"table":"kysely_migration","row":{}}\n')).toBe(
      `line 3 is damaged: no row of a table that is known; ${doOver}`,
    );
    expect(await ticket({ row: 'one' })).toMatch(/^line 3 is damaged: tickets\.row: .*number/);
    expect(await ticket({ cells: 'x' })).toMatch(/^line 3 is damaged: tickets\.cells: no JSON/);
    expect(await ticket({ extra: 1 })).toMatch(/^line 3 is damaged: tickets: .*extra/);
    expect(await ticket({ run: 'other' })).toBe(
      `line 3 is damaged: a row of another run; ${doOver}`,
    );
  });

  it('from which a line is missing, or that goes on after its end, is damaged', async () => {
    const lines = await linesOf();
    expect(await mistake(...lines.slice(0, 3), lines[4] ?? '')).toBe(
      `line 4 is damaged: it says 3 rows, and there are 2; ${doOver}`,
    );
    expect(await mistake(...lines, lines[2] ?? '')).toBe(
      `line 6 is damaged: something follows the last line; ${doOver}`,
    );
    expect(await mistake(...(await linesOf(rows.slice(1))))).toBe(
      `line 4 is damaged: the row of the run itself is missing; ${doOver}`,
    );
  });

  it('of a newer version says what to do', async () => {
    const [header = '', ...others] = await linesOf();
    expect(await mistake(header.replace('"version":1', '"version":2'), ...others)).toBe(
      "line 1: format version 2 is newer than this program's (1); update ticket-tribunal",
    );
  });

  it.each(['', '\n', 'id,text\n1,late\n', '{"format":"another","version":1,"run":"x"}\n'])(
    'is not %j',
    async (content) => {
      expect(await mistake(content)).toBe('line 1: no trace of ours begins like this; make one');
    },
  );

  it('may have long lines, but not endless ones', async () => {
    const lines = await linesOf();
    const long = { ...rows[1]?.row, defect: 'x'.repeat(1_000_000) };
    const line = `${JSON.stringify({ table: 'tickets', row: long })}\n`;
    expect(await read(fileOf(lines[0] ?? '', lines[1] ?? '', line, ...lines.slice(3)))).toEqual([
      rows[0],
      { table: 'tickets', row: long },
      rows[2],
    ]);
    expect(await mistake(lines[0] ?? '', Buffer.alloc(65 * 1024 * 1024, 'x'))).toBe(
      `line 2 is damaged: longer than 64 MB; ${doOver}`,
    );
  });

  it('that is not there is named', async () => {
    const file = path.join(folder, 'nowhere.jsonl');
    await expect(read(file)).rejects.toMatchObject({
      name: 'UserMistake',
      message: `${file} can't be read: ENOENT`,
    });
  });
});
