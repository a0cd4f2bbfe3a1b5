import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import { showControls } from '../../../src/domain/text/safe-text.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { neutraliseFormula } from '../../../src/tickets/results/neutralise-formula.ts';
import { openResults, type ResultShape } from '../../../src/tickets/results/write-results.ts';
import { put, tempFolder } from '../temp-folder.ts';

const folder = await tempFolder();
const isFormula = (text: string) => neutraliseFormula(text) !== text;
let count = 0;
const emptyFolder = async () => {
  const path = join(folder, String(++count));
  await mkdir(path);
  return path;
};

const decision: Decision = {
  status: 'decided',
  themes: ['late_flight', 'rude_staff'],
  confidence: 0.87654,
  sentiment: null,
  justification: 'it says so',
  outcomes: [
    {
      kind: 'verdict',
      theme: 'late_flight',
      verdict: 'yes',
      confidence: 0.9,
      quote: 'late',
      rationale: 'r',
    },
    { kind: 'failed', theme: 'rude_staff', cause: 'timeout', detail: '30 s' },
    { kind: 'not_routed', theme: 'lost_bag' },
  ],
  conflicts: [],
  rules: [],
};
const themes = ['late_flight', 'rude_staff', 'lost_bag'];
const shape = (columns: string[], more: Partial<ResultShape> = {}): ResultShape => ({
  header: columns,
  columns,
  themes,
  wide: false,
  force: false,
  ...more,
});
const ticket = (cells: string[], id = cells[0] ?? ''): Ticket => ({
  row: 1,
  id,
  text: 't',
  context: {},
  cells,
});

async function write(paths: string[], given: ResultShape, tickets: Ticket[]) {
  const results = await openResults(paths, given);
  for (const one of tickets) await results.write({ ticket: one, decision });
  return results.commit();
}

describe('a results CSV', () => {
  it('has the input as it was, then the decision', async () => {
    const path = join(await emptyFolder(), 'out.csv');
    const given = shape(['id', 'text'], {
      header: ['id', 'Status'],
      columns: ['id', 'Status'],
      wide: true,
    });
    expect(await write([path], given, [ticket(['1', 'a\n"b", c'])])).toEqual([
      { path, rows: 1, neutralised: 0, controls: 0, shortened: 0 },
    ]);
    expect(await readFile(path, 'utf8')).toBe(
      'id,Status,themes,confidence,sentiment,tribunal_status,justification,late_flight,rude_staff,lost_bag\n' +
        '1,"a\n""b"", c",late_flight|rude_staff,0.877,,decided,it says so,yes,failed,not_routed\n',
    );
  });

  it('gives back the cells of any input', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('"', ',', '\n', '\r', '=', '@', '-', '1', ' '))
        .map((parts) => parts.join('')),
    );
    const path = join(await emptyFolder(), 'out.csv');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell)), async (rows) => {
        const given = shape(['a', 'a'], { force: true, columns: ['a', 'a_2'] });
        const [written] = await write(
          [path],
          given,
          rows.map((cells) => ticket([...cells])),
        );
        const read: string[][] = parse(await readFile(path, 'utf8'), { record_delimiter: '\n' });
        expect(read.slice(1).map((row) => row.slice(0, 2))).toEqual(
          rows.map((cells) => cells.map((one) => neutraliseFormula(showControls(one)))),
        );
        expect(read[0]?.slice(0, 2)).toEqual(['a', 'a']);
        expect(written?.neutralised).toBe(
          rows.flat().filter((one) => isFormula(showControls(one))).length,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('has line feeds for all line ends, tabs as they are, and signs for all other controls', async () => {
    const path = join(await emptyFolder(), 'out.csv');
    const cells = ['a\rb\r\nc\vd\te', '\x1b[31mred\x07\0\x7f\x9b2J'];
    const [written] = await write([path], shape(['id', 'x']), [ticket(cells)]);
    expect(written?.controls).toBe(2);
    expect(await readFile(path, 'utf8')).toContain('\n"a\nb\nc\nd\te",␛[31mred␇␀␡\ufffd2J,');
  });

  it('writes more rows than one batch, in order', async () => {
    const path = join(await emptyFolder(), 'out.csv');
    const tickets = Array.from({ length: 1001 }, (_, index) => ticket([String(index)]));
    await write([path], shape(['n']), tickets);
    const rows: string[][] = parse(await readFile(path, 'utf8'));
    expect(rows.slice(1).map(([first]) => first)).toEqual(tickets.map(({ id }) => id));
  });

  it('does not call a ticket without outcomes not routed when it failed', async () => {
    const path = join(await emptyFolder(), 'out.csv');
    const results = await openResults([path], shape(['id'], { wide: true }));
    await results.write({
      ticket: ticket(['1']),
      decision: { ...decision, status: 'failed', outcomes: [] },
    });
    await results.commit();
    expect(await readFile(path, 'utf8')).toContain('failed,it says so,failed,failed,failed\n');
  });
});

describe('results as JSON lines', () => {
  const lines = async (given: ResultShape, one: Ticket) => {
    const path = join(await emptyFolder(), 'out.jsonl');
    await write([path], given, [one]);
    return (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  };

  it('hold the ticket, the decision and every outcome', async () => {
    expect(await lines(shape(['id', 'text']), ticket(['7', '=1+1']))).toEqual([
      {
        ticket: { id: '7', text: '=1+1' },
        themes: ['late_flight', 'rude_staff'],
        confidence: 0.877,
        sentiment: null,
        status: 'decided',
        justification: 'it says so',
        outcomes: [
          {
            theme: 'late_flight',
            kind: 'verdict',
            verdict: 'yes',
            confidence: 0.9,
            quote: 'late',
            rationale: 'r',
          },
          { theme: 'rude_staff', kind: 'failed', cause: 'timeout', detail: '30 s' },
          { theme: 'lost_bag', kind: 'not_routed' },
        ],
      },
    ]);
  });

  it('give back every character, though none of them is a control character in the file', async () => {
    const path = join(await emptyFolder(), 'out.jsonl');
    const odd = fc.constantFrom(...'\0\x07\x1b\r\v\x7f\x85\x9b\u2028\u2029\u202e\u2066', '😀', 'é');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(odd, fc.string())), async (parts) => {
        const text = parts.join('').toWellFormed();
        await write([path], shape(['id', 'text'], { force: true }), [ticket(['7', text])]);
        const written = await readFile(path, 'utf8');
        expect(written.trimEnd()).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        expect(JSON.parse(written).ticket.text).toBe(text);
      }),
    );
  });

  it('keep every column where the id came from another, or from the row', async () => {
    const first = async (given: ResultShape, one: Ticket) => (await lines(given, one))[0];
    expect(await first(shape(['ticket_no', 'id']), ticket(['T9', '4'], 'T9'))).toMatchObject({
      ticket: { id: 'T9', ticket_no: 'T9', tribunal_id: '4' },
    });
    expect(await first(shape(['id', 'x']), ticket(['', 'y'], '3'))).toMatchObject({
      ticket: { id: '3', x: 'y' },
    });
    const odd = await first(shape(['__proto__']), ticket(['p'], '1'));
    expect(JSON.stringify(odd)).toMatch(/^{"ticket":{"id":"1","__proto__":"p"}/);
  });
});

describe('a results workbook', () => {
  it('holds strings as strings, and characters that XML has no place for', async () => {
    const path = join(await emptyFolder(), 'out.xlsx');
    const texts = [
      '=1+1',
      '@x',
      '007',
      'constructor',
      '__proto__',
      'a\nb',
      '_x0041_',
      ' 😀 ',
      '\uFFFD',
      'a\tb',
    ];
    expect(
      await write(
        [path],
        shape(['id']),
        texts.map((text) => ticket([text])),
      ),
    ).toEqual([{ path, rows: texts.length, neutralised: 0, controls: 0, shortened: 0 }]);
    const rows = await readSheet(path, { trim: false });
    expect(rows[0]).toEqual(['id', 'themes', 'confidence', 'sentiment', 'status', 'justification']);
    expect(rows.slice(1).map(([first]) => first)).toEqual(texts);
    expect(rows[1]?.slice(1)).toEqual([
      'late_flight|rude_staff',
      0.877,
      null,
      'decided',
      'it says so',
    ]);
  });

  it('has signs where texts have control characters, as a CSV has', async () => {
    const path = join(await emptyFolder(), 'out.xlsx');
    const [written] = await write([path], shape(['id']), [ticket(['a\r\nb\x1b\0\x85\x9b'])]);
    expect(written?.controls).toBe(1);
    const [, row] = await readSheet(path, { trim: false });
    expect(row?.[0]).toBe('a\nb␛␀\n\ufffd');
  });

  it('cuts a cell that no sheet can hold, visibly, and counts it', async () => {
    const path = join(await emptyFolder(), 'out.xlsx');
    const [written] = await write([path], shape(['id']), [ticket(['😀'.repeat(20_000)], '1')]);
    expect(written?.shortened).toBe(1);
    const cell = String((await readSheet(path, { trim: false }))[1]?.[0]);
    expect(cell.length).toBeLessThanOrEqual(32_767);
    expect(cell).toMatch(/😀 … \[cut: a sheet holds 32,767 characters a cell\]$/u);
  });
});

describe('openResults', () => {
  it('leaves the target alone until commit', async () => {
    const home = await emptyFolder();
    const path = await put(home, 'out.csv', 'before');
    const results = await openResults([path], shape(['id'], { force: true }));
    await results.write({ ticket: ticket(['1']), decision });
    expect(await readFile(path, 'utf8')).toBe('before');
    await results.commit();
    expect(await readFile(path, 'utf8')).toMatch(/^id,themes/);
    expect(await readdir(home)).toEqual(['out.csv']);
  });

  it('leaves nothing behind when discarded, and nothing to discard after commit', async () => {
    const home = await emptyFolder();
    const results = await openResults([join(home, 'a.csv'), join(home, 'b.jsonl')], shape(['id']));
    await results.write({ ticket: ticket(['1']), decision });
    expect(await readdir(home)).toHaveLength(2);
    await results.discard();
    expect(await readdir(home)).toEqual([]);
    const kept = await openResults([join(home, 'c.xlsx')], shape(['id']));
    await kept.commit();
    await kept.discard();
    expect(await readdir(home)).toEqual(['c.xlsx']);
  });

  it('does not replace a file that appeared during the run', async () => {
    const home = await emptyFolder();
    const results = await openResults([join(home, 'out.csv')], shape(['id']));
    const path = await put(home, 'out.csv', 'theirs');
    await expect(results.commit()).rejects.toThrow('out.csv appeared meanwhile; move it away');
    await results.discard();
    expect(await readFile(path, 'utf8')).toBe('theirs');
  });

  it.each<[string, (home: string) => Promise<unknown>, RegExp]>([
    ['nothing', async () => {}, /its folder was deleted meanwhile; make it again/],
    ['a file', (home) => writeFile(home, 'x'), /ENOTDIR; mend that, then run the same command/],
    ['a link to nowhere', (home) => symlink('/nowhere', home), /its folder was deleted meanwhile/],
    ['a link to itself', (home) => symlink(home, home), /ELOOP; mend that/],
    [
      'a folder by the file’s name',
      (home) => mkdir(join(home, 'out.csv'), { recursive: true }),
      /can't be written: /,
    ],
  ])('says in a line that there is %s now where its folder was', async (_, replace, line) => {
    const home = await emptyFolder();
    const results = await openResults([join(home, 'out.csv')], shape(['id'], { force: true }));
    await results.write({ ticket: ticket(['1']), decision });
    await rm(home, { recursive: true });
    await replace(home);
    await expect(results.commit()).rejects.toMatchObject({
      name: 'UserMistake',
      message: expect.stringMatching(line),
    });
    await results.discard();
  });

  it('refuses what it could not write, before anything is paid, and cleans up', async () => {
    const home = await emptyFolder();
    await put(home, 'there.csv', 'x');
    await mkdir(join(home, 'folder.csv'));
    await symlink(home, join(folder, `link${count}`));
    const fails = (names: string[], message: string, given = shape(['id'])) =>
      expect(
        openResults(
          names.map((name) => join(home, name)),
          given,
        ).catch((error: unknown) => {
          throw new Error(error instanceof Error ? error.message.replaceAll(`${home}/`, '') : '');
        }),
      ).rejects.toThrow(new Error(message));
    await fails(['there.csv'], 'there.csv exists; add --force to replace it');
    await fails(['new.csv', 'there.csv'], 'there.csv exists; add --force to replace it');
    await fails(
      ['folder.csv'],
      'folder.csv is a folder; name a file in it, such as folder.csv/results.csv',
    );
    await fails(
      ['out.doc'],
      'out.doc ends in ".doc"; results are written to .csv, .jsonl and .xlsx',
    );
    await fails(['out'], 'out ends in nothing; results are written to .csv, .jsonl and .xlsx');
    await fails(['a.csv', './b/../a.csv'], 'a.csv is named twice; drop one --out');
    await fails([`../link${count}/c.csv`, 'c.csv'], 'c.csv is named twice; drop one --out');
    const wide = Array.from({ length: 16_400 }, (_, index) => `t${index}`);
    await fails(
      ['out.xlsx'],
      'out.xlsx needs 16406 columns, a sheet holds 16384; write .csv instead',
      shape(['id'], { themes: wide, wide: true }),
    );
    await expect(openResults([join(home, 'no/out.csv')], shape(['id']))).rejects.toThrow(
      /^there is no folder .*no; make it first: mkdir -p .*no$/,
    );
    await expect(
      openResults([join(home, `${'a'.repeat(300)}.csv`)], shape(['id'])),
    ).rejects.toThrow(/… is too long for the name of a file$/);
    expect((await readdir(home)).sort()).toEqual(['folder.csv', 'there.csv']);
  });

  it('refuses to write over the file that is read, by whatever name and even by force', async () => {
    const home = await emptyFolder();
    const input = await put(home, 'tickets.csv', 'id,text\n1,a\n');
    await symlink(input, join(home, 'other.csv'));
    const given = shape(['id'], { inputs: [input], force: true });
    for (const name of ['tickets.csv', 'other.csv', `../${basename(home)}/tickets.csv`]) {
      await expect(openResults([join(home, 'new.csv'), `${home}/${name}`], given)).rejects.toThrow(
        `${name} is the file that is read; write the results to another`,
      );
    }
    expect((await readdir(home)).sort()).toEqual(['other.csv', 'tickets.csv']);
    await (await openResults([join(home, 'new.csv')], given)).discard();
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that may not be written to', async () => {
    const home = await emptyFolder();
    await chmod(home, 0o500);
    await expect(openResults([join(home, 'out.csv')], shape(['id']))).rejects.toThrow(
      "out.csv can't be written: EACCES",
    );
    await chmod(home, 0o700);
  });
});
