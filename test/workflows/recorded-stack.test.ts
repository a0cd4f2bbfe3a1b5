import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { startChatServer } from '../support/chat-server.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';
import { stackedVerdicts } from '../support/stacked.ts';

const recorded = '../shared/data/recorded/cebab_restaurant_aspects.csv';
const aspects = ['food', 'service', 'ambiance', 'noise'];

describe.skipIf(!existsSync(recorded))('recorded answers to four aspects in one call', () => {
  it('come through batch cell by cell as the model gave them', async () => {
    const rows = parse(readFileSync(recorded), { columns: true }) as Record<string, string>[];
    const said = new Map<string, 'yes' | 'no'>();
    const texts = new Map<string, string>();
    for (const { id = '', theme = '', text = '', 'gpt-4o': answer = '' } of rows) {
      texts.set(id, text);
      said.set(`${theme} ${text}`, answer === 'unknown' || answer === '' ? 'no' : 'yes');
    }
    const folder = tempFolder();
    const place = (name: string) => path.join(folder, name);
    writeFileSync(place('tickets.csv'), stringify([['id', 'text'], ...texts]));
    writeFileSync(
      place('themes.json'),
      JSON.stringify(aspects.map((id) => ({ id, name: id, definition: `It mentions the ${id}.` }))),
    );
    const server = await startChatServer({
      answer: ({ instructions, tickets }) =>
        stackedVerdicts(
          { instructions, lines: tickets },
          (text, theme) =>
            // Of most tickets only one aspect was kept.
            said.get(`${theme} ${text}`) ?? 'no',
        ),
    });
    whenTestEnds(() => server.close());
    const args = ['--model', 'mock', '--base-url', server.baseURL, '--route', 'all'];
    const ran = await runCli([
      ...['batch', place('tickets.csv'), '--themes', place('themes.json'), ...args],
      ...['--aggregate', 'never', '--stack', '4', '--docket', '25', '--wide'],
      ...['--out', place('out.csv'), '--ledger', place('ledger.db')],
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    const results = parse(readFileSync(place('out.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    expect(results).toHaveLength(texts.size);
    for (const row of results)
      for (const aspect of aspects)
        expect(row[aspect], `${aspect} ${row.text}`).toBe(
          said.get(`${aspect} ${row.text}`) ?? 'no',
        );
    expect(server.count()).toBeLessThanOrEqual(Math.ceil(texts.size / 25) + 2);
  });
});
