import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadThemes } from '../../../../src/themes/load-themes.ts';
import { serveApi } from '../../../support/served-api.ts';

const api = await serveApi();
const folder = path.join(api.folder, 'saved-themes');
const theme = {
  name: 'Lost "Bags"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a theme may not run
  definition: 'A bag\nis `lost` ${process.exit(1)} \u2028 */',
  examples: ["where's my bag"],
};

describe('saving a theme', () => {
  it('writes a file that is that theme, whatever its words are', async () => {
    expect(await api.post('/themes', theme)).toEqual({
      status: 201,
      body: { id: 'lost_bags', file: 'saved-themes/lost_bags.json' },
    });
    expect(await loadThemes(folder)).toMatchObject([{ id: 'lost_bags', ...theme }]);
  });

  it('never writes over one that exists', async () => {
    const file = path.join(folder, 'lost_bags.json');
    const before = readFileSync(file, 'utf8');
    const { status, body } = await api.post('/themes', { ...theme, definition: 'another' });
    expect(status).toBe(400);
    expect(body.error).toMatch(/^there is a theme lost_bags already/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it.each<[string, object, RegExp]>([
    ['an id that is a path', { ...theme, id: '../../bag' }, /write it as bag$/],
    ['an id in capitals', { ...theme, id: 'Bag' }, /write it as bag/],
    ['a name that Windows has no file of', { ...theme, name: 'Con' }, /as in con_theme$/],
    ['a name without a letter', { ...theme, name: '?' }, /no letter or digit/],
    ['no definition', { ...theme, definition: ' ' }, /^definition: /],
    ['an endless example', { ...theme, examples: ['a'.repeat(4001)] }, /^examples\.0: /],
  ])('says in one line what is wrong: %s', async (_, request, message) => {
    const { status, body } = await api.post('/themes', request);
    expect(status).toBe(400);
    expect(body.error).toMatch(message);
  });
});

describe('themes of the page', () => {
  const shelf = async () => (await api.get('/themes')).body as { id: string; isSaved: boolean }[];

  it('says which were saved here, and which came with the server', async () => {
    const themes = await shelf();
    expect(themes.filter(({ isSaved }) => isSaved).map(({ id }) => id)).toEqual(['lost_bags']);
    expect(themes.length).toBeGreaterThan(1);
  });

  it('changes and deletes a saved one, which stays as a version', async () => {
    const changed = { ...theme, definition: 'A bag is gone.', doesNotCount: ['a late bag'] };
    expect((await api.post('/themes/lost_bags', changed)).status).toBe(200);
    expect(await loadThemes(folder)).toMatchObject([{ id: 'lost_bags', ...changed }]);
    const versions = await api.get('/themes/lost_bags/versions');
    expect(versions.body).toMatchObject([{ theme: { definition: theme.definition } }]);

    expect((await api.remove('/themes/lost_bags')).status).toBe(200);
    expect((await shelf()).some(({ id }) => id === 'lost_bags')).toBe(false);
    expect((await api.get('/themes/lost_bags/versions')).body).toHaveLength(2);
  });

  it('leaves those alone that came with the server, and those that are none', async () => {
    const [given] = await shelf();
    for (const id of [given?.id ?? '', 'none', '..%2Fledger']) {
      const { status, body } = await api.remove(`/themes/${id}`);
      expect({ id, status, error: body.error }).toMatchObject({ status: 400 });
      expect(body.error).toMatch(/can't change|there is no theme/);
    }
  });

  it('refuses what excludes no theme, and keeps one that is excluded', async () => {
    const stray = await api.post('/themes', { ...theme, id: 'a1', excludes: ['nobody'] });
    expect(stray.body.error).toMatch(/a1 excludes nobody, which is no theme here/);
    await api.post('/themes', { ...theme, id: 'a1', name: 'A1' });
    await api.post('/themes', { ...theme, id: 'a2', name: 'A2', excludes: ['a1'] });
    expect((await api.remove('/themes/a1')).body.error).toMatch(/a2 excludes a1/);
  });

  const table = [
    'id,name,definition,Does not count,examples,excludes',
    'b1,B one,"One, or so",a case|another,"first',
    'second",b2',
    'b2,B two,Two,,,',
  ].join('\n');
  const yaml = '- name: B one\n  id: b1\n  definition: Changed\n';

  it('imports tables and lists at once, and exports all', async () => {
    const first = await api.post('/themes/import', { name: 'themes.csv', content: table });
    expect(first).toEqual({
      status: 201,
      body: { added: ['b1', 'b2'], replaced: [], unchanged: [] },
    });
    expect(await shelf()).toContainEqual({
      id: 'b1',
      name: 'B one',
      definition: 'One, or so',
      counts: [],
      counterExamples: [],
      doesNotCount: ['a case', 'another'],
      examples: ['first', 'second'],
      excludes: ['b2'],
      isSaved: true,
    });
    const again = await api.post('/themes/import', { name: 'themes.csv', content: table });
    expect(again.body).toMatchObject({ unchanged: ['b1', 'b2'] });
    const changed = await api.post('/themes/import', { name: 'more.yaml', content: yaml });
    expect(changed.body).toMatchObject({ replaced: ['b1'] });
    const { body } = await api.get('/themes/export');
    const file = {
      name: 'themes.json',
      content: JSON.stringify(body.filter(({ id }: { id: string }) => /^b\d$/.test(id))),
    };
    expect((await api.post('/themes/import', file)).body).toMatchObject({
      unchanged: ['b1', 'b2'],
    });
  });

  it.each([
    ['themes.json', '{"name": 1}', /theme 1: name: /],
    ['themes.json', '{', /themes\.json can't be read: /],
    ['themes.yaml', 'a: *b', /can't be read: /],
    ['themes.csv', 'name,definition\n', /has no theme/],
    ['themes.csv', 'name,definition\nC,c\nC,c\n', /has the theme c twice/],
    ['themes.csv', 'name,definition,excludes\nC,c,zzz\n', /c excludes zzz/],
  ])('imports nothing of %s that is wrong: %s', async (name, content, message) => {
    const before = await shelf();
    const { status, body } = await api.post('/themes/import', { name, content });
    expect(status).toBe(400);
    expect(body.error).toMatch(message);
    expect(await shelf()).toEqual(before);
  });
});
