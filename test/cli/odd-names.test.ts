import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
const rows = [['a', 'b', 'c', 'd', 'e']];
const phrase = 'waited for hours on the phone';

it.each(['csv', 'jsonl'])(
  'columns and themes of a %s may be called as JavaScript calls its own',
  async (format) => {
    const folder = tempFolder();
    const cli = (...words: string[]) =>
      runCli([...words, '--ledger', path.join(folder, 'ledger.db')]);
    const file = path.join(folder, `tickets.${format}`);
    const entries = [...names.map((name, index) => [name, rows[0]?.[index]]), ['text', phrase]];
    writeFileSync(
      file,
      format === 'csv'
        ? [0, 1].map((at) => entries.map((entry) => entry[at]).join(',')).join('\n')
        : JSON.stringify(Object.fromEntries(entries)),
    );
    const themes = path.join(folder, 'themes.json');
    const ids = ['__proto__', 'constructor', 'valueof'];
    writeFileSync(
      themes,
      JSON.stringify(ids.map((id) => ({ id, name: id, definition: `I ${phrase}` }))),
    );
    const out = ['csv', 'jsonl'].map((ending) => path.join(folder, `out.${ending}`));
    const { code, stderr } = await cli(
      ...[
        'batch',
        file,
        '--themes',
        themes,
        '--context',
        names.join(','),
        '--wide',
        '--route',
        'all',
      ],
      ...out.flatMap((one) => ['--out', one]),
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });

    const [header = [], cells = []]: string[][] = parse(readFileSync(out[0] ?? ''));
    expect(header.slice(0, 6)).toEqual([...names, 'text']);
    expect(cells.slice(0, 6)).toEqual([...(rows[0] ?? []), phrase]);
    expect(header.slice(-3)).toEqual([
      'tribunal___proto__',
      'tribunal_constructor',
      'tribunal_valueof',
    ]);
    for (const cell of cells.slice(-3)) expect(cell).toMatch(/^(yes|no)$/);
    const line = JSON.parse(readFileSync(out[1] ?? '', 'utf8'));
    expect(Object.entries(line.ticket)).toEqual(expect.arrayContaining(entries));

    const [story] = JSON.parse((await cli('trace', '1', '--json')).stdout);
    expect(Object.entries(story.ticket.context)).toEqual(entries.slice(0, 5));
    const report = JSON.parse(
      (await cli('batch', file, '--themes', themes, '--route', 'all', '--json')).stdout,
    );
    expect(Object.keys(report.counts.themes)).toEqual(ids);
    expect(report.counts.themes).toEqual(
      Object.fromEntries(ids.map((id) => [id, line.themes.includes(id) ? 1 : 0])),
    );
  },
);
