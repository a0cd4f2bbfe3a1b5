import { type Command, Option } from 'commander';
import { optionOf, readSetting } from '../../settings/read-setting.ts';
import {
  offerOf,
  type SettingName,
  type Settings,
  settingNames,
  usual,
} from '../../settings/schema.ts';

/** The option of a setting: a variable or a config file may say the same. */
export class SettingOption extends Option {
  readonly setting: SettingName;

  constructor(setting: SettingName) {
    const { heading, takes, description, kind } = offerOf(setting);
    super(`${optionOf(setting)}${takes === undefined ? '' : ` <${takes}>`}`, description);
    this.setting = setting;
    this.helpGroup(heading);
    this.default((usual as Partial<Record<SettingName, unknown>>)[setting]);
    if (setting === 'out' || setting === 'header')
      collect(this, (values) => readSetting(setting, values, optionOf(setting)));
    else if (kind.choices !== undefined) this.choices(kind.choices);
    else if (takes !== undefined)
      this.argParser((text: string) => readSetting(setting, text, optionOf(setting)));
    // Files are named without an option.
    if (setting === 'files') this.hideHelp();
  }
}

/** The options of these settings. */
export function optionsOf(...settings: SettingName[]): Option[] {
  return settings.flatMap((setting) => {
    const option = new SettingOption(setting);
    const { heading, takes } = offerOf(setting);
    const no = `--no-${optionOf(setting).slice(2)}`;
    return takes === undefined
      ? [option, new Option(no, '').hideHelp().helpGroup(heading)]
      : [option];
  });
}

/** The options of all settings but for these. */
export function optionsBut(...settings: SettingName[]): Option[] {
  return optionsOf(...settingNames.filter((name) => !settings.includes(name)));
}

/** @throws UserMistake where none is named */
export function filesOf(operands: string[], { files = [] }: Settings, command: Command): string[] {
  const named = operands.length > 0 ? operands : files;
  return named.length > 0 ? named : command.error("error: missing required argument 'files'");
}

/** Of commands that ask a run's model again, or another one in its place. */
export const runEndpointOptions = () => [
  new Option('--model <name>', "as for batch (default: the run's)"),
  new Option('--base-url <url>', "as for batch (default: the run's)"),
  new Option('--api <api>', 'as for batch').choices(['chat', 'responses']),
  new Option('--themes <place>', "as for batch (default: the run's)"),
  new Option('--timeout <seconds>', 'how long one model call may take').default('120'),
];

export const yesOption = () => new Option('--yes', 'do not ask first');

/** An option that may be given several times. */
export function repeated(flags: string, text: string): Option {
  return collect(new Option(flags, text), (values) => values).default([]);
}

/** What is said here goes before all that is said elsewhere, and not after it. */
function collect(option: Option, read: (values: string[]) => unknown): Option {
  const values: string[] = [];
  return option.argParser((value: string) => {
    values.push(value);
    return read(values);
  });
}

/** Takes the exit code of a command. */
export type End = (code: Promise<number>) => Promise<void>;
