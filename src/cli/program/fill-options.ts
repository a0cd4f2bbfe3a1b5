import type { Command } from 'commander';
import { readSetting, variableOf } from '../../settings/read-setting.ts';
import { SettingOption } from './options.ts';

/** Variables that other programs know, in the place of ours. */
const otherVariables: Record<string, string> = { baseUrl: 'OPENAI_BASE_URL' };

/** What was not typed the environment may say. @throws UserMistake that names the variable */
export function fillOptions(command: Command, environment: NodeJS.ProcessEnv): void {
  for (const option of command.options) {
    if (!(option instanceof SettingOption)) continue;
    const { setting } = option;
    if (command.getOptionValueSource(setting) === 'cli') continue;
    const variable = [variableOf(setting), otherVariables[setting] ?? ''].find(
      (name) => environment[name],
    );
    if (variable === undefined) continue;
    const value = readSetting(setting, environment[variable], variable);
    command.setOptionValueWithSource(setting, value, 'env');
  }
}
