import { Command, Help, type Option } from 'commander';
import { UserMistake } from '../../domain/mistake.ts';
import { ownCommand } from '../../installation.ts';
import { say } from '../drawing/print.ts';
import { screenWidth } from '../drawing/wrap.ts';
import { suggest } from './other-words.ts';

/** What a command is for, as the help of all lists it. */
export const purposes = {
  judge: 'Judge tickets:',
  themes: 'Themes:',
  look: 'See the results, and why:',
  trust: 'How good is it, and better answers:',
  keep: 'Several machines, and the ledger:',
};

/** A command whose mistakes are one line that says what to do and which help to read. */
export class TribunalCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', 'show this help').exitOverride();
    this.configureHelp({
      minWidthToWrap: 20,
      optionDescription: (option) =>
        Help.prototype.optionDescription(option).replace(' (default: [])', ''),
      subcommandTerm: (own) => `${own.name()} ${own.usage().replace('[options]', '').trim()}`,
    });
    this.configureOutput({
      getOutHelpWidth: screenWidth,
      getErrHelpWidth: screenWidth,
    });
  }

  addOptions(options: readonly Option[]): this {
    for (const option of options) this.addOption(option);
    return this;
  }

  override createCommand(name?: string): TribunalCommand {
    return new TribunalCommand(name);
  }

  /** Shows the help of the command that the words name. */
  showHelpOf([word, ...others]: readonly string[]): void {
    const next = this.commands.find((own) => own.name() === word);
    if (word === undefined) this.outputHelp();
    else if (next instanceof TribunalCommand) next.showHelpOf(others);
    else this.#helpOfMeant(word);
  }

  /**
   * Goes to stdout: help that nobody asked for, of a command that only holds others, is a greeting and no error.
   * `eval --help` asks for help of a word that is none of ours.
   */
  override outputHelp(): void {
    const [word = '-'] = this.args;
    const isKnown = this.commands.length === 0 || word.startsWith('-') || word === 'help';
    if (isKnown || this.commands.some((own) => own.name() === word)) super.outputHelp();
    else this.#helpOfMeant(word);
  }

  /** The help of what is called otherwise elsewhere, and says so. */
  #helpOfMeant(word: string): void {
    const [path, ...others] = this.#meant(word);
    const meant = this.#root.#below.find((own) => own.#path === path);
    if (path === undefined || meant === undefined) this.#refuse(word);
    const names = [path, ...others].map(typed).join('; you may also mean ');
    say(`There is no command "${word}". This is the help of ${names}:\n`);
    meant.args = [];
    meant.outputHelp();
  }

  override error(message: string, options?: { code?: string }): never {
    if (options?.code === 'commander.unknownCommand') this.#refuse(this.args[0] ?? '');
    throw new UserMistake(`${message.replace(/^error: /, '')} (see: ${typed(this.#path)} --help)`);
  }

  #refuse(word: string): never {
    const meant = this.#meant(word);
    throw new UserMistake(
      `there is no command "${word}"${
        meant.length === 0 ? '' : `; did you mean: ${meant.map(typed).join(', or ')}`
      } (see: ${typed(this.#path)} --help)`,
    );
  }

  #meant(word: string): string[] {
    const known = this.#root.#below.map((own) => own.#path);
    return suggest(word, this.#path, known);
  }

  /** In full: `tribunal runs list`. */
  get #path(): string {
    const { parent } = this;
    return parent instanceof TribunalCommand ? `${parent.#path} ${this.name()}` : this.name();
  }

  get #root(): TribunalCommand {
    return this.parent instanceof TribunalCommand ? this.parent.#root : this;
  }

  get #below(): TribunalCommand[] {
    return this.commands.flatMap((own) =>
      own instanceof TribunalCommand ? [own, ...own.#below] : [],
    );
  }
}

/** A command's path as it is called from here. */
function typed(path: string): string {
  return path.replace(/^tribunal/, ownCommand);
}
