import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { judgeSpec } from '../../agents/judge.ts';
import { UserMistake } from '../../src/domain/mistake.ts';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { checkThemes, loadThemes } from '../../src/themes/load-themes.ts';

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tribunal-themes-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with these files: text as it is, anything else as JSON. */
async function folderOf(files: Record<string, unknown>): Promise<string> {
  const folder = path.join(root, String(++folders));
  await mkdir(folder);
  for (const [name, content] of Object.entries(files))
    await writeFile(
      path.join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  return folder;
}

/** A JSON list of themes. */
async function listOf(...themes: unknown[]): Promise<string> {
  return path.join(await folderOf({ 'themes.json': themes }), 'themes.json');
}

/** Without the folder, which they name in full. */
async function problemsOf(location: string): Promise<string[]> {
  const { problems } = await checkThemes(location);
  return problems.map((problem) => problem.replace(/^\S*\/\d+\//, ''));
}

async function mistakeOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserMistake)) throw error ?? new Error('nothing was wrong');
  return error.message;
}

const late = { id: 'late', name: 'Late', definition: 'Too late.' };
const lost = { id: 'lost', name: 'Lost', definition: 'It is gone.' };

describe('what can be loaded', () => {
  it('the nine themes that come with the tribunal, by file name', async () => {
    const themes = await loadThemes(sampleThemes);
    expect(themes.map(({ id }) => id)).toEqual([
      'agent_knowledge',
      'agent_manners',
      'policy',
      'quality_of_resolution',
      'repeated_follow_up',
      'self_help_resources',
      'service_process',
      'technology',
      'waiting_time',
    ]);
  });

  it('a JSON list, with ids taken from names where it gives none', async () => {
    const list = await listOf({ name: 'Late Flight', definition: 'Too late.' }, lost);
    expect((await loadThemes(list)).map(({ id }) => id)).toEqual(['late_flight', 'lost']);
  });

  it('a folder with a theme a file, in the order of the file names', async () => {
    const folder = await folderOf({
      'b.json': lost,
      'a.mjs': `export default ${JSON.stringify(late)};`,
      'c.d.ts': 'export declare const no: string;',
      'notes.md': '# notes',
    });
    expect((await loadThemes(folder)).map(({ id }) => id)).toEqual(['late', 'lost']);
  });

  it('JSON that begins with a byte order mark', async () => {
    const folder = await folderOf({ 'late.json': `\uFEFF${JSON.stringify(late)}` });
    expect((await loadThemes(folder)).map(({ id }) => id)).toEqual(['late']);
  });

  it('one file with one theme', async () => {
    const folder = await folderOf({ 'late.json': late, 'lost.json': lost });
    const themes = await loadThemes(path.join(folder, 'late.json'));
    expect(themes.map(({ id }) => id)).toEqual(['late']);
  });

  it('several places with commas between, in their order', async () => {
    const list = await listOf(lost);
    const folder = await folderOf({ 'late.json': late, 'other.json': { ...late, id: 'other' } });
    const places = [list, ` ${path.join(folder, 'late.json')}`, ''].join(',');
    expect((await loadThemes(places)).map(({ id }) => id)).toEqual(['lost', 'late']);
  });

  it('a place with a comma in its name', async () => {
    const folder = await folderOf({ 'late,lost.json': [late, lost] });
    const place = path.join(folder, 'late,lost.json');
    expect((await loadThemes(place)).map(({ id }) => id)).toEqual(['late', 'lost']);
  });

  it('YAML, of one theme or of a list', async () => {
    const folder = await folderOf({
      'late.yaml': 'name: Late\ndefinition: >\n  The flight came\n  too late.\n',
      'more.yml': '- { name: Lost, definition: It is gone. }\n- name: Rude\n  definition: Rude.\n',
    });
    const themes = await loadThemes(folder);
    expect(themes.map(({ id, definition }) => [id, definition])).toEqual([
      ['late', 'The flight came too late.'],
      ['lost', 'It is gone.'],
      ['rude', 'Rude.'],
    ]);
  });

  it('an npm package that the current folder has', async () => {
    const project = await folderOf({});
    const at = path.join(project, 'node_modules/@acme/airline-themes');
    await mkdir(at, { recursive: true });
    await writeFile(path.join(at, 'package.json'), '{"type":"module","exports":"./themes.js"}');
    await writeFile(
      path.join(at, 'themes.js'),
      `import { defineTheme } from 'ticket-tribunal';
       export default [defineTheme(${JSON.stringify(late)}), ${JSON.stringify(lost)}];`,
    );
    vi.spyOn(process, 'cwd').mockReturnValue(project);
    expect((await loadThemes('@acme/airline-themes')).map(({ id }) => id)).toEqual([
      ...['late', 'lost'],
    ]);
    expect(await mistakeOf(loadThemes('@acme/train-themes'))).toBe(
      'the package @acme/train-themes is not installed here; install it with: npm install @acme/train-themes',
    );
  });

  it('a tool whose parameters are a JSON schema', async () => {
    const folder = await folderOf({
      'late.js': `const parameters = { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] };
        export default { ...${JSON.stringify(late)}, judge: {
          tools: [{ name: 'today', description: 'Says the day.', parameters, execute: ({ day }) => day }],
        } };`,
    });
    const [theme] = await loadThemes(folder);
    const [tool] = theme?.judge?.tools ?? [];
    expect(tool?.parameters.safeParse({ day: 'Monday' }).success).toBe(true);
    expect(tool?.parameters.safeParse({}).success).toBe(false);
  });

  it('a theme that brings a judge of its own, with its tools', async () => {
    const folder = await folderOf({
      'late.mjs': `import { z } from 'zod';
        export default { ...${JSON.stringify(late)}, judge: {
          instructions: 'Count the days.',
          model: 'large',
          tools: [{ name: 'today', description: 'Says the day.', parameters: z.object({}), execute: () => 'Monday' }],
        } };`,
    });
    const [theme] = await loadThemes(folder);
    if (theme === undefined) throw new Error('no theme');
    const spec = judgeSpec(theme);
    expect(spec.model).toBe('large');
    expect(spec.instructions).toContain('Count the days.');
    expect(spec.helpers.map((helper) => [helper.name, helper.execute({})])).toEqual([
      ['today', 'Monday'],
    ]);
  });
});

describe('mistakes', () => {
  it('names a place that does not exist', async () => {
    const nowhere = path.join(root, 'nowhere');
    expect(await mistakeOf(loadThemes(nowhere))).toBe(
      `there is no ${nowhere} to read themes from; name a folder, a file or an installed package`,
    );
  });

  it('names a place that no disk can have', async () => {
    expect(await mistakeOf(loadThemes('a'.repeat(5000)))).toBe(
      `${'a'.repeat(60)} can't be read as themes (ENAMETOOLONG)`,
    );
  });

  it('finds what is wrong across several places', async () => {
    const [one, other] = [await listOf(late, { name: 'Empty' }), await listOf(late)];
    const empty = await folderOf({});
    expect(await problemsOf(`${one},${other},${empty}`)).toEqual([
      expect.stringContaining('theme 2: definition'),
      `there are no themes in ${empty}; add one with: npx tribunal themes new NAME`,
      'two themes have the id "late"; give one of them another',
    ]);
    expect(await mistakeOf(loadThemes(`${one},nowhere`))).toContain('there is no nowhere');
  });

  it('names a file that is no theme file', async () => {
    const folder = await folderOf({ 'themes.csv': 'id,name' });
    expect(await mistakeOf(loadThemes(path.join(folder, 'themes.csv')))).toContain(
      'themes.csv is no theme file',
    );
  });

  it('reads no pipe, which would never end', async () => {
    const pipe = path.join(await folderOf({}), 'themes.json');
    execFileSync('mkfifo', [pipe]);
    expect(await mistakeOf(loadThemes(pipe))).toBe(`${pipe}: it is no ordinary file`);
  });

  it('reads no list without end', async () => {
    const place = await listOf(...Array.from({ length: 10_001 }, () => late));
    expect(await mistakeOf(loadThemes(place))).toBe(
      `${place}: it lists 10001 themes; 10000 are the most`,
    );
  });

  it.each([
    ['folder', {}, ''],
    ['list', { 'themes.json': [] }, 'themes.json'],
  ])('says that a %s is empty, and how to add a theme', async (_, files, name) => {
    expect(await mistakeOf(loadThemes(path.join(await folderOf(files), name)))).toMatch(
      /^there are no themes in .*; add one with: npx tribunal themes new NAME$/,
    );
  });

  it('names two themes with one id, once', async () => {
    const list = await listOf(late, lost, { name: 'Late!', definition: 'Too late again.' }, late);
    expect(await problemsOf(list)).toEqual([
      'two themes have the id "late"; give one of them another',
    ]);
  });

  it('names an exclusion of no theme, with the nearest', async () => {
    const list = await listOf({ ...late, excludes: ['lsot'] }, lost);
    expect(await problemsOf(list)).toEqual([
      'theme "late" excludes "lsot", which is no theme; did you mean "lost"?',
    ]);
  });

  it('names an exclusion of no theme, and guesses at none where none is near', async () => {
    const list = await listOf({ ...late, excludes: ['punctuality'] }, lost);
    expect(await problemsOf(list)).toEqual([
      'theme "late" excludes "punctuality", which is no theme',
    ]);
  });

  it('names a theme that excludes itself', async () => {
    const list = await listOf({ ...late, excludes: ['late'] });
    expect(await problemsOf(list)).toEqual(['theme "late" excludes "late", which is itself']);
  });

  it('has nothing against exclusions that name themes', async () => {
    const list = await listOf({ ...late, excludes: ['lost'] }, { ...lost, excludes: ['late'] });
    expect(await problemsOf(list)).toEqual([]);
  });

  it.each([
    ['an empty definition', { ...late, definition: ' ' }, 'definition: a theme needs a definition'],
    ['no name', { definition: 'Too late.' }, 'name: a theme needs a name'],
    ['an id with capitals', { ...late, id: 'Late' }, 'id: use lower-case letters, digits and _'],
    ['a text instead of a theme', 'late', 'Invalid input: expected object, received string'],
  ])('names the theme of a list that has %s', async (_, theme, problem) => {
    expect(await problemsOf(await listOf(lost, theme))).toEqual([
      `themes.json: theme 2: ${problem}`,
    ]);
  });

  it('names the file and the line of broken JSON', async () => {
    const [problem, ...others] = await problemsOf(
      await folderOf({ 'broken.json': '{"name":\n oops}', 'late.json': late }),
    );
    expect(problem).toBe("broken.json: line 2: Unexpected token 'o'");
    expect(others).toEqual([]);
  });

  it('names the file without a default export', async () => {
    const folder = await folderOf({ 'late.mjs': `export const theme = ${JSON.stringify(late)};` });
    expect(await problemsOf(folder)).toEqual([
      'late.mjs: it lacks "export default { … }" with a theme',
    ]);
  });

  it('names the file that throws as it loads', async () => {
    const folder = await folderOf({ 'late.mjs': `throw new Error('no such luck\\nat line 1');` });
    expect(await problemsOf(folder)).toEqual(['late.mjs: no such luck']);
  });

  it('names the file whose judge has a tool that cannot run', async () => {
    const judge = { tools: [{ name: 'today', description: 'Says the day.' }] };
    const problems = await problemsOf(await folderOf({ 'late.json': { ...late, judge } }));
    expect(problems).toEqual([
      'late.json: judge.tools.0: a tool needs name, description, parameters and execute',
    ]);
  });

  it('loads what is sound, and says all that is wrong', async () => {
    const folder = await folderOf({
      'a.json': '{',
      'b.json': { ...late, excludes: ['lsot'] },
      'c.json': lost,
      'd.json': { name: 'Empty', definition: '' },
    });
    const { themes, problems } = await checkThemes(folder);
    expect(themes.map(({ id }) => id)).toEqual(['late', 'lost']);
    expect(problems).toHaveLength(3);
    expect(await mistakeOf(loadThemes(folder))).toMatch(/\/a\.json: line 1: .*, and 2 more$/);
  });

  it.each([
    ['}\n', 'late.json: line 1: '],
    ['{"name":"Late",\n"definition":"Too late."\n"counts":[]}', 'late.json: line 3: Expected'],
    ['[{"name":"Late",\n"definition":"Too late.",}]', 'late.json: line 2: Expected double-quoted'],
    ['{"name":"Late",', 'late.json: line 1: '],
  ])('tells the line and the reason of a mistake in JSON: %j', async (text, problem) => {
    const [said, ...others] = await problemsOf(await folderOf({ 'late.json': text }));
    expect(said).toContain(problem);
    expect(said).not.toMatch(/position|JSON$|\n/);
    expect(others).toEqual([]);
  });

  it.each([
    ['brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['lists', `${'- '.repeat(50_000)}x`],
    ['maps', 'a: {'.repeat(50_000)],
    ['keys', Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['anchors', Array.from({ length: 30_000 }, (_, i) => `- &a${i} x\n- *a${i}`).join('\n')],
  ])('refuses YAML that would take the stack, or minutes, for its %s', async (_, text) => {
    const [problem] = await problemsOf(await folderOf({ 'deep.yaml': text }));
    expect(problem).toMatch(/^deep.yaml: line \d+: it nests too deep, or holds more than/);
  });

  it('tells the line and the reason of a mistake in YAML', async () => {
    const text = 'name: Late\ndefinition: Too: late.\n';
    expect(await problemsOf(await folderOf({ 'late.yaml': text }))).toEqual([
      'late.yaml: line 2: Nested mappings are not allowed in compact mappings',
    ]);
  });

  it.each(['late.ts', 'late.mjs'])(
    'tells the line and the reason of a mistake in %s',
    async (file) => {
      const text =
        "export default {\n  name: 'Late',\n  definition: 'Too late.'\n  counts: [],\n};\n";
      expect(await problemsOf(await folderOf({ [file]: text }))).toEqual([
        `${file}: line 4: Unexpected token, expected ","`,
      ]);
    },
  );

  it.each([
    [{ exampels: [] }, 'exampels: there is no such key; did you mean "examples"?'],
    [{ doesnotcount: [] }, 'doesnotcount: there is no such key; did you mean "doesNotCount"?'],
    [{ judge: { modle: 'm' } }, 'judge.modle: there is no such key; did you mean "model"?'],
    [{ owner: 'Anna Karenina' }, /^late\.json: owner: there is no such key; there are: id, name, /],
  ])('refuses a key that nobody reads, and names the right one: %j', async (stray, problem) => {
    const [said, ...others] = await problemsOf(
      await folderOf({ 'late.json': { ...late, ...stray } }),
    );
    if (typeof problem === 'string') expect(said).toBe(`late.json: ${problem}`);
    else expect(said).toMatch(problem);
    expect(others).toEqual([]);
  });

  it('refuses a key that nobody reads in a tool, and in a file that calls defineTheme', async () => {
    const folder = await folderOf({
      'late.ts': `import { z } from 'zod';
        import { defineTheme } from 'ticket-tribunal';
        export default defineTheme({ ...${JSON.stringify(late)}, excluds: [], judge: {
          tools: [{ name: 'today', description: 'Says the day.', parameters: z.object({}), execute: () => '', descripton: '' }],
        } });`,
    });
    expect(await problemsOf(folder)).toEqual([
      'late.ts: excluds: there is no such key; did you mean "excludes"?',
      'late.ts: judge.tools.0.descripton: there is no such key; did you mean "description"?',
    ]);
  });
});

describe('where there is somebody to tell', () => {
  it('leaves out the files of a folder that are no themes yet, and says so', async () => {
    const folder = await folderOf({
      'empty.json': { name: 'Empty', definition: '' },
      'late.json': { ...late, excludes: ['empty'], exampels: [] },
      'lost.ts': 'export default {',
    });
    const told: string[] = [];
    const themes = await loadThemes(folder, (note) => told.push(note));
    expect(themes.map(({ id }) => id)).toEqual(['late']);
    expect(told).toEqual([
      `A theme is left out: ${path.join(folder, 'empty.json')}: definition: a theme needs a definition`,
      expect.stringContaining(`A theme is left out: ${path.join(folder, 'lost.ts')}: line 1: `),
      'theme "late" excludes "empty", which is no theme',
      `Ignored: ${path.join(folder, 'late.json')}: exampels: there is no such key; did you mean "examples"?`,
    ]);
  });

  it('stops where a file is named, or nothing is left', async () => {
    const folder = await folderOf({ 'empty.json': { name: 'Empty' }, 'late.json': late });
    const tell = () => {};
    expect(await mistakeOf(loadThemes(path.join(folder, 'empty.json'), tell))).toContain(
      'definition',
    );
    expect(await mistakeOf(loadThemes(await folderOf({ 'a.json': '{' }), tell))).toContain(
      'a.json',
    );
    expect(await mistakeOf(loadThemes(await listOf(late, {}), tell))).toContain('theme 2: name');
  });

  it('says whose the samples are', async () => {
    const told: string[] = [];
    await loadThemes(sampleThemes, (note) => told.push(note));
    expect(told).toEqual([
      "9 sample themes of an airline's help desk; your own: npx tribunal themes new NAME; find some: npx tribunal discover FILE",
    ]);
  });
});
