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
    ['a name without a letter', { ...theme, name: '?' }, /no letter or digit/],
    ['no definition', { ...theme, definition: ' ' }, /^definition: /],
    ['an endless example', { ...theme, examples: ['a'.repeat(4001)] }, /^examples\.0: /],
  ])('says in one line what is wrong: %s', async (_, request, message) => {
    const { status, body } = await api.post('/themes', request);
    expect(status).toBe(400);
    expect(body.error).toMatch(message);
  });
});
