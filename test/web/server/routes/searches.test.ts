import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ticketsFile } from '../../../support/files.ts';
import { runCli } from '../../../support/run-cli.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const long = `${'The food was fine and the crew kind. '.repeat(40)}Then they lost my suitcase.`;
const texts = ['My suitcase is lost.', 'The flight was late.', `=1+1, "quoted"\nsuitcase`, long];

async function search(request: object): Promise<string> {
  const { status, body } = await api.post('/searches', request);
  expect(body).toEqual({ job: expect.any(String), run: expect.any(String) });
  expect(status).toBe(200);
  for (;;) {
    const run = await api.ledger.runs.find(body.run);
    if (run?.status === 'finished') return body.run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a search', () => {
  it('over a file finds what `tribunal search` finds, the surest first, a page at a time', async () => {
    const run = await search({ theme: 'a refund', file: 'sample' });
    const words = ['search', 'data/tickets.csv', '--theme', 'a refund', '--json'];
    const { stdout } = await runCli([...words, '--ledger', path.join(api.folder, 'other.db')]);
    const said = JSON.parse(stdout).matches;
    const { body } = await api.get(`/runs/${run}/matches?limit=200`);
    expect(body).toMatchObject({ total: said.length, decided: 116 });
    expect(said.length).toBeGreaterThan(2);
    const shown = body.matches.map(({ text, place, ...match }: Record<string, unknown>) => match);
    expect(shown).toEqual(said.map(({ text, ...match }: Record<string, unknown>) => match));
    const second = await api.get(`/runs/${run}/matches?offset=1&limit=1`);
    expect(second.body.matches).toEqual([body.matches[1]]);
  });

  it('over a past run reads the tickets as that run did, from the ledger once its file is gone', async () => {
    const file = ticketsFile(api.folder, texts);
    await runCli(['batch', file, '--ledger', api.location]);
    const past = (await api.ledger.runs.all()).find(({ workflow }) => workflow === 'batch')?.id;
    const request = {
      theme: 'Lost luggage or suitcase',
      examples: ['my bag is lost'],
      name: 'Bags',
      run: past,
    };
    const first = await search(request);
    renameSync(file, `${file}.away`);
    writeFileSync(path.join(api.folder, 'tickets.csv.csv'), 'id,text\n');
    const second = await search(request);
    const matchesOf = async (run: string) => (await api.get(`/runs/${run}/matches`)).body;
    const [before, after] = [await matchesOf(first), await matchesOf(second)];
    expect(after.matches).toEqual(before.matches);
    expect(after.theme).toMatchObject({ id: 'bags', definition: 'Lost luggage or suitcase' });
    expect(after.total).toBeGreaterThan(1);
    const searched = path.join(api.folder, 'searched');
    const copies = readdirSync(searched, { recursive: true, encoding: 'utf8' });
    const copy = copies.find((name) => name.endsWith('.csv')) ?? '';
    const written = readFileSync(path.join(searched, copy), 'utf8');
    expect(written).toContain('"=1+1, ""quoted""\nsuitcase"');
  });

  it('shows of a long text what lies around the quote, and where the quote is', async () => {
    const runs = (await api.ledger.runs.all()).filter(({ workflow }) => workflow === 'search');
    const { body } = await api.get(`/runs/${runs[0]?.id}/matches`);
    const match = body.matches.find(({ ticket }: { ticket: string }) => ticket === 'T4');
    expect(match.text.length).toBeLessThan(600);
    const { start, end } = match.place;
    expect(match.text.slice(start, end)).toBe(match.quote);
    expect(long).toContain(match.quote);
  });

  it.each<[string, object, number, RegExp]>([
    ['an empty theme', { theme: ' ', file: 'sample' }, 400, /^theme: /],
    ['a theme without a word', { theme: '?!', file: 'sample' }, 400, /say it in words/],
    ['an endless theme', { theme: 'a'.repeat(4001), file: 'sample' }, 400, /^theme: /],
    [
      'an endless example',
      { theme: 'bags', examples: ['a'.repeat(4001)], file: 'sample' },
      400,
      /^examples\.0: /,
    ],
    [
      'too many examples',
      { theme: 'bags', examples: Array(21).fill('a'), file: 'sample' },
      400,
      /^examples: /,
    ],
    ['nothing to search', { theme: 'bags' }, 400, /name a file or a run/],
    ['a run that is not there', { theme: 'bags', run: '../x' }, 404, /there is no run/],
    ['a file that is none', { theme: 'bags', file: '/etc/passwd' }, 400, /^file: /],
    ['an upload that is gone', { theme: 'bags', file: '0123456789abcdef' }, 404, /upload it again/],
    [
      'a column that is none',
      { theme: 'bags', file: 'sample', columns: { text: 'nothing', context: [] } },
      400,
      /nothing/,
    ],
  ])('says in one line what is wrong: %s', async (_, request, status, message) => {
    const answer = await api.post('/searches', request);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(message);
    expect(answer.body.error).not.toContain('\n');
  });

  it('has no matches where a run has several themes', async () => {
    const past = (await api.ledger.runs.all()).find(({ workflow }) => workflow === 'batch')?.id;
    expect(await api.get(`/runs/${past}/matches`)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('is no search') },
    });
    expect((await api.get('/runs/none/matches')).status).toBe(404);
  });
});
