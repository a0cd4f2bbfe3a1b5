import path from 'node:path';
import type { Command } from 'commander';
import { nearest } from '../../domain/mistake.ts';
import { isOwnServer } from '../../model/endpoint.ts';
import { findConfig, readConfig, readDotEnv } from '../../settings/config-file.ts';
import { readSetting, variableOf } from '../../settings/read-setting.ts';
import { settingNames } from '../../settings/schema.ts';
import { say } from '../drawing/print.ts';
import { SettingOption } from './options.ts';

/** Variables that other programs know, in the place of ours. */
const otherVariables: Record<string, string> = { baseUrl: 'OPENAI_BASE_URL' };

/**
 * What was not typed the environment may say, then the folder's `.env`, then its config file.
 * @throws UserMistake that names the variable, or the line of the file
 */
export async function fillOptions(
  command: Command,
  environment: NodeJS.ProcessEnv,
  folder = process.cwd(),
): Promise<void> {
  const unsaid = () =>
    command.options.filter(
      (option): option is SettingOption =>
        option instanceof SettingOption &&
        [undefined, 'default'].includes(command.getOptionValueSource(option.setting)),
    );
  const fill = (variables: NodeJS.ProcessEnv, source: 'env' | 'config', file = '') => {
    for (const { setting } of unsaid()) {
      const names = [variableOf(setting), otherVariables[setting] ?? ''];
      const name = names.find((one) => variables[one]);
      if (name === undefined) continue;
      const value = readSetting(setting, variables[name], `${file}${name}`);
      command.setOptionValueWithSource(setting, value, source);
    }
  };
  fill(environment, 'env');
  if (unsaid().length === 0) return;
  const { variables: dotEnv, notes } = readDotEnv(folder, environment);
  for (const note of notes) say(note);
  fill(dotEnv, 'config', '.env: ');
  tellMisspelt(Object.keys({ ...environment, ...dotEnv }));
  const config = findConfig(folder);
  const saved = config === undefined ? {} : await readConfig(config);
  for (const { setting } of unsaid())
    if (saved[setting] !== undefined)
      command.setOptionValueWithSource(setting, saved[setting], 'config');
  const files = [config, Object.keys(dotEnv).length > 0 ? '.env' : undefined]
    .flatMap((file) => (file === undefined ? [] : path.basename(file)))
    .join(' and ');
  const isJudging = command.getOptionValueSource('model') !== undefined;
  if (isJudging && files !== '') say(`settings: ${files}`);
  keepKey(command, environment, dotEnv, files);
  // What is read here is no variable of the commands that this one starts.
  const others = Object.entries(dotEnv).filter(([name]) => !name.startsWith('TRIBUNAL_'));
  Object.assign(environment, Object.fromEntries(others));
}

/** A variable that is none of ours may be somebody else's, and says nothing here. */
function tellMisspelt(variables: readonly string[]): void {
  const known = settingNames.map(variableOf);
  const bare = (name: string) => name.replace(/^TRIBUNAL_/, '');
  for (const name of variables) {
    if (bare(name) === name || known.includes(name)) continue;
    const near = nearest(bare(name), known.map(bare));
    if (near !== undefined) say(`${name} is no setting; did you mean TRIBUNAL_${near}?`);
  }
}

/** The environment's key is not for a server that only the folder names: the folder may have come from anybody. */
function keepKey(
  command: Command,
  environment: NodeJS.ProcessEnv,
  dotEnv: NodeJS.ProcessEnv,
  files: string,
): void {
  const { baseUrl } = command.opts<{ baseUrl?: string }>();
  const isFolders = command.getOptionValueSource('baseUrl') === 'config';
  if (!isFolders || baseUrl === undefined || !environment.OPENAI_API_KEY) return;
  if (!URL.canParse(baseUrl) || isOwnServer(baseUrl, environment)) return;
  delete environment.OPENAI_API_KEY;
  if (dotEnv.OPENAI_API_KEY) return;
  say(
    `OPENAI_API_KEY is not sent to ${baseUrl}, which only ${files} names; to send it: --base-url ${baseUrl}, or TRIBUNAL_BASE_URL in the environment`,
  );
}
