import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TribunalCommand } from '../../../src/cli/program/command.ts';
import { fillOptions } from '../../../src/cli/program/fill-options.ts';
import { optionsBut } from '../../../src/cli/program/options.ts';
import { tempFolder } from '../../support/files.ts';

/** What a command is told in a folder with these files. */
async function told(
  files: Record<string, string>,
  environment: NodeJS.ProcessEnv = {},
  words: string[] = [],
) {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const command = new TribunalCommand('batch').addOptions(optionsBut());
  command.parse(words, { from: 'user' });
  await fillOptions(command, environment, folder);
  return { ...command.opts(), environment, folder };
}

let said = '';
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('settings that are saved', () => {
  it.each([
    ['tribunal.config.json', '{"$schema": "./schema.json", "docket": 7, "maxFailed": "20%"}'],
    ['tribunal.config.yaml', '# nightly\ndocket: 7\nmaxFailed: 20%\n'],
    ['tribunal.config.js', 'export default { docket: 7, maxFailed: 0.2 };'],
    ['tribunal.config.ts', 'const docket: number = 7;\nexport default { docket, maxFailed: 0.2 };'],
  ])('are taken from %s', async (name, text) => {
    expect(await told({ [name]: text })).toMatchObject({ docket: 7, maxFailed: 0.2 });
    expect(said).toBe(`settings: ${name}\n`);
  });

  it('give way to .env, that to the environment, and that to what is typed', async () => {
    const files = {
      'tribunal.config.yaml': 'rpm: 1\ntpm: 1\nrpd: 1\nvotes: 1\nout: [a.csv]\nwide: true\n',
      '.env': 'TRIBUNAL_TPM=2\nTRIBUNAL_RPD=2\nTRIBUNAL_VOTES=3\n',
    };
    const environment = { TRIBUNAL_RPD: '4', TRIBUNAL_VOTES: '5' };
    const words = ['--votes', '7', '--out', 'b.csv', '--no-wide'];
    expect(await told(files, environment, words)).toMatchObject({
      rpm: 1,
      tpm: 2,
      rpd: 4,
      votes: 7,
      out: ['b.csv'],
      wide: false,
    });
  });

  it('are misspelt in the environment, and that is said', async () => {
    await told({ '.env': 'TRIBUNAL_RMP=4\n' }, { TRIBUNAL_MODLE: 'x', TRIBUNAL_OF_RIVALS: 'y' });
    expect(said).toContain('TRIBUNAL_MODLE is no setting; did you mean TRIBUNAL_MODEL?\n');
    expect(said).toContain('TRIBUNAL_RMP is no setting; did you mean TRIBUNAL_RPM?\n');
    expect(said).not.toContain('RIVALS');
  });

  it('are nothing where a folder has none, and a variable that is empty says nothing', async () => {
    const { docket, model } = (await told({}, { TRIBUNAL_DOCKET: '' })) as Record<string, unknown>;
    expect({ docket, model, said }).toEqual({ docket: 'auto', model: 'embedded', said: '' });
  });

  it.each([
    [
      '{\n  "docket": 4,\n  "modle": "x"\n}',
      'json',
      'config.json:3: modle is no setting; did you mean model?',
    ],
    ['rpm: 5\nrpn: 6\n', 'yaml', 'config.yaml:2: rpn is no setting; did you mean rpm?'],
    [
      'export default {\n  docket: 4,\n  retries: 3,\n};',
      'ts',
      'config.ts:3: retries is no setting',
    ],
    ['docket: 4\nrpm: many\n', 'yaml', 'config.yaml:2: rpm takes a whole number'],
    ['docket: [\n', 'yaml', 'config.yaml: line 2'],
    ['themes: @acme/themes\n', 'yaml', 'character @; put quotes around it'],
    ['- docket\n', 'yaml', 'config.yaml holds no settings'],
    ['throw new Error("no luck");', 'js', 'config.js: no luck'],
    ['openaiApiKey: sk-1\n', 'yaml', 'config.yaml:1: openaiApiKey is a secret'],
    ['header: ["Authorization: Bearer x"]\n', 'yaml', 'config.yaml:1: header is a secret'],
    ['ledger: postgres://me:word@host/x\n', 'yaml', 'config.yaml:1: ledger is a secret'],
  ])('%j as %s: a mistake is one line that names its place', async (text, ending, message) => {
    const given = told({ [`tribunal.config.${ending}`]: text });
    await expect(given).rejects.toMatchObject({
      name: 'UserMistake',
      message: expect.stringContaining(message),
    });
    await expect(given).rejects.not.toMatchObject({
      message: expect.stringMatching(/\n|word@|sk-1/),
    });
  });

  it('name a variable that is wrong, and two configs in one folder', async () => {
    await expect(told({}, { TRIBUNAL_RPM: 'x' })).rejects.toThrow('TRIBUNAL_RPM takes a whole');
    await expect(told({ '.env': 'TRIBUNAL_RPM=x' })).rejects.toThrow('.env: TRIBUNAL_RPM takes');
    const two = { 'tribunal.config.json': '{}', 'tribunal.config.yaml': '' };
    await expect(told(two)).rejects.toThrow('keep one of them');
  });
});

describe('a folder that one was handed', () => {
  const theme = 'export default { id: "a", name: "A", definition: "A." };';

  it('runs no code from elsewhere by a config that is data', async () => {
    const elsewhere = path.join(tempFolder(), 'a.ts');
    writeFileSync(elsewhere, theme);
    await expect(told({ 'tribunal.config.yaml': `themes: ${elsewhere}` })).rejects.toThrow(
      /yaml:1: themes names code outside of its folder/,
    );
    await told({ 'tribunal.config.ts': `export default { themes: '${elsewhere}' };` });
  });

  it('has no key of the environment sent to its server', async () => {
    const mine = { OPENAI_API_KEY: 'mine' };
    const theirs = { 'tribunal.config.yaml': 'baseUrl: http://127.0.0.1:9/v1\nmodel: m\n' };
    expect((await told(theirs, { ...mine })).environment).toEqual({});
    expect(said).toContain('OPENAI_API_KEY is not sent to http://127.0.0.1:9/v1');
    const typed = ['--base-url', 'http://127.0.0.1:9/v1'];
    expect((await told(theirs, { ...mine }, typed)).environment).toEqual(mine);
    const own = { ...mine, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
    expect((await told(theirs, { ...own })).environment).toEqual(own);
  });

  it('has its own key sent to its own server', async () => {
    const files = {
      'tribunal.config.yaml': 'baseUrl: http://127.0.0.1:9/v1\nmodel: m\n',
      '.env': 'OPENAI_API_KEY=theirs\nPATH=/tmp\nNODE_TLS_REJECT_UNAUTHORIZED=0\n',
    };
    expect((await told(files)).environment).toEqual({ OPENAI_API_KEY: 'theirs' });
  });

  it('cannot send the key of the environment elsewhere by .env', async () => {
    const mine = { OPENAI_API_KEY: 'mine' };
    const { environment } = await told({ '.env': 'OPENAI_BASE_URL=http://evil.example/v1' }, mine);
    expect(environment).toEqual({ OPENAI_API_KEY: 'mine' });
    expect(said).toContain('.env: OPENAI_BASE_URL is not used');
    expect(
      (await told({ '.env': 'TRIBUNAL_BASE_URL=http://evil.example/v1' }, mine)).environment,
    ).toEqual({});
  });
});
