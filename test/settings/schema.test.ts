import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { TribunalCommand } from '../../src/cli/program/command.ts';
import { fillOptions } from '../../src/cli/program/fill-options.ts';
import { optionsBut, SettingOption } from '../../src/cli/program/options.ts';
import { sampleTickets } from '../../src/installation.ts';
import { settingsOf } from '../../src/runs/prepare-run.ts';
import { runOptionsOf } from '../../src/runs/run-options.ts';
import { termsOf } from '../../src/runs/workers/terms.ts';
import { readConfig } from '../../src/settings/config-file.ts';
import { variableOf } from '../../src/settings/read-setting.ts';
import {
  configSchema,
  type SettingName,
  type Settings,
  settingNames,
} from '../../src/settings/schema.ts';
import { RunSettings } from '../../src/settings/settings.ts';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { takeThemes } from '../../src/themes/load-themes.ts';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { notAsked, RunRequest } from '../../src/web/api/run-request.ts';
import { tempFolder } from '../support/files.ts';

/** Of every setting a value other than the usual one, as text and as what it means. */
const examples: { [Name in SettingName]: [string, Settings[Name]] } = {
  files: ['a.csv, b.csv', ['a.csv', 'b.csv']],
  id: ['number', 'number'],
  text: ['words', 'words'],
  context: ['more,yet more', ['more', 'yet more']],
  sheet: ['Data', 'Data'],
  headerRow: ['1', 1],
  skipRows: ['2', 2],
  encoding: ['utf-8', 'utf-8'],
  records: ['data[]', 'data[]'],
  cleanText: ['yes', true],
  limit: ['7', 7],
  sample: ['6', 6],
  seed: ['5', 5],
  themes: [sampleThemes, sampleThemes],
  route: ['all', 'all'],
  triage: ['learned', 'learned'],
  maxMiss: ['3%', 0.03],
  audit: ['5%', 0.05],
  aggregate: ['never', 'never'],
  votes: ['3', 3],
  panel: ['a,b', ['a', 'b']],
  fresh: ['yes', true],
  model: ['ollama:llama', 'ollama:llama'],
  learned: ['true', true],
  reasoningEffort: ['low', 'low'],
  serviceTier: ['flex', 'flex'],
  relearn: ['true', true],
  baseUrl: ['http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'],
  api: ['responses', 'responses'],
  header: ['X-Team: a, b', ['X-Team: a, b']],
  apiKeyHeader: ['api-key', 'api-key'],
  docket: ['9', 9],
  stack: ['5', 5],
  concurrency: ['4', 4],
  rpm: ['60', 60],
  tpm: ['1000', 1000],
  rpd: ['100', 100],
  maxCalls: ['50', 50],
  maxCost: ['2.50', 2.5],
  maxFailed: ['20%', 0.2],
  price: ['0.15,0.60', [0.15, 0.6]],
  timeout: ['30', 30],
  dryRun: ['1', true],
  out: ['a.csv,b.jsonl', ['a.csv', 'b.jsonl']],
  rawCells: ['on', true],
  wide: ['yes', true],
  force: ['yes', true],
  json: ['yes', true],
  ledger: ['postgres://me@here/it', 'postgres://me@here/it'],
  redact: ['yes', true],
  langsmith: ['yes', true],
  langsmithSample: ['10%', 0.1],
  detach: ['yes', true],
};
/** What a setting needs beside it, to mean anything. */
const beside: Partial<Record<SettingName, Settings>> = {
  seed: { sample: 6 },
  maxMiss: { triage: 'learned' },
  votes: { model: 'mock' },
  panel: { model: 'mock' },
  baseUrl: { model: 'mock' },
  api: { model: 'mock', baseUrl: 'http://127.0.0.1:8000/v1' },
  header: { model: 'mock' },
  apiKeyHeader: { model: 'mock' },
  stack: { model: 'mock' },
  reasoningEffort: { model: 'mock' },
  serviceTier: { model: 'mock' },
};
/** What a command does with its run, rather than how the run is judged. */
const ofCommands: SettingName[] = [
  ...(['files', 'dryRun', 'json', 'langsmith', 'langsmithSample', 'detach'] as const),
];
/** What stays with the process that was asked: where files are, and what is written. */
const notForWorkers: SettingName[] = [
  ...(['files', 'id', 'text', 'context', 'limit', 'sample', 'seed', 'themes', 'ledger'] as const),
  ...(['sheet', 'headerRow', 'skipRows', 'encoding', 'records', 'cleanText'] as const),
  // What was learned has a name of its own there; learning goes on, and what a model can do is found out, in one process.
  ...(['out', 'rawCells', 'wide', 'force', 'learned', 'relearn'] as const),
  // They may be secret: a worker is given its own.
  ...(['header', 'apiKeyHeader'] as const),
];
const { themes } = await takeThemes(sampleThemes);
const file = await openTickets(sampleTickets, {});

/** A run as the ledger keeps it for workers. */
function storedOf(settings: Settings) {
  const options = { ...runOptionsOf('a.csv', settings), ...signals };
  const { endpoint } = options;
  const kept = { ...settingsOf(themes, file, options), shared: termsOf(themes, options) };
  return { endpoint, kept: JSON.parse(JSON.stringify(kept)) };
}
const never = new AbortController().signal;
const signals = { stop: never, abort: never };

function batchOf(...words: string[]): TribunalCommand {
  const command = new TribunalCommand('batch').addOptions(optionsBut());
  return command.parse(words, { from: 'user' });
}

const config = path.join(tempFolder(), 'tribunal.config.json');

describe.each(settingNames)('the setting %s', (name) => {
  const [text, value] = examples[name];

  it('is an option', () => {
    const option = batchOf().options.find(
      (one): one is SettingOption => one instanceof SettingOption && one.setting === name,
    );
    const words = option?.required ? [option.long ?? '', text] : [option?.long ?? ''];
    const typed = name === 'out' ? ['--out', 'a.csv', '--out', 'b.jsonl'] : words;
    expect(batchOf(...typed).opts()[name]).toEqual(value);
  });

  it('is a key of the config, as what it means or as text', async () => {
    for (const said of [value, text]) {
      writeFileSync(config, JSON.stringify({ [name]: said }));
      expect(await readConfig(config)).toEqual({ [name]: value });
    }
    expect(configSchema()).toMatchObject({ properties: { [name]: expect.anything() } });
  });

  it('is a variable, which what is typed goes before', async () => {
    const environment = { [variableOf(name)]: text };
    const command = batchOf();
    await fillOptions(command, environment);
    expect(command.opts()[name]).toEqual(value);
    if (typeof value !== 'boolean') return;
    const typed = batchOf(`--no-${variableOf(name).slice(9).toLowerCase().replaceAll('_', '-')}`);
    await fillOptions(typed, environment);
    expect(typed.opts()[name]).toBe(false);
  });

  it.skipIf(name in notAsked)('can be asked for in the page', () => {
    expect(RunRequest.parse({ file: 'sample', [name]: value })[name as 'rpm']).toEqual(value);
  });

  it.skipIf(ofCommands.includes(name))('changes how the run is judged', () => {
    const others: Settings = { themes: 'none', ...beside[name] };
    expect(runOptionsOf('a.csv', { ...others, [name]: value })).not.toEqual(
      runOptionsOf('a.csv', others),
    );
  });

  it.skipIf([...ofCommands, ...notForWorkers].includes(name))('is known to workers', () => {
    const said = storedOf({ ...beside[name], [name]: value });
    expect(said).not.toEqual(storedOf(beside[name] ?? {}));
    expect(RunSettings.parse(said.kept)).toEqual(said.kept);
  });
});
