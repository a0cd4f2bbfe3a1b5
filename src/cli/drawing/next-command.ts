import { shellWord } from '../../domain/text/shell-word.ts';
import { withoutPassword } from '../../domain/text/without-password.ts';
import { ownCommand } from '../../installation.ts';
import { hideKeys } from '../../model/key.ts';

/** Options that say where things are: what comes next needs them again where it takes them. */
const placeNames = ['ledger', 'themes', 'gold'] as const;
type Places = Partial<Record<(typeof placeNames)[number], string>>;

let called: { words: readonly string[]; places: Places } = { words: [], places: {} };

/** Keeps what was typed, and the places that it named. */
export function rememberCall(words: readonly string[], places: Places): void {
  called = { words, places };
}

/**
 * A command to be typed next, as a shell takes it, with the ledger, themes and labels that were named.
 * @param operands what it is about, where that comes from a file: it may begin with a dash
 */
export function nextCommand(words: readonly string[], operands: readonly string[] = []): string {
  const places = placeNames
    .filter((name) => takes(words, name) && !words.includes(`--${name}`))
    .flatMap((name) => {
      const place = called.places[name];
      return place === undefined ? [] : [`--${name}`, place];
    });
  const names = words.findIndex((word) => word.startsWith('-'));
  const command = names < 0 ? words : words.slice(0, names);
  const options = [...words.slice(command.length), ...places];
  const isSafe = operands.every((operand) => !operand.startsWith('-'));
  const all = isSafe
    ? [...command, ...operands, ...options]
    : [...command, ...options, '--', ...operands];
  return [ownCommand(), ...all.map(shownWord)].join(' ');
}

/**
 * The command that continues what was called: the same, but for `--fresh`, which would start over, a ledger's
 * password, and a limit that stopped it.
 */
export function sameCommand(reached?: string): string {
  const words = called.words.flatMap((word, index) => {
    if (word === '--fresh') return [];
    if (reached === undefined) return [word];
    if (called.words[index - 1] === reached) return [raise(reached, word)];
    const [option, limit] = word.split('=');
    return [option === reached && limit !== undefined ? `${option}=${raise(option, limit)}` : word];
  });
  const piped = words.includes('-') ? ['cat FILE |'] : [];
  return [...piped, ownCommand(), ...words.map(shownWord)].join(' ');
}

/** Twice a limit, or all where that is a share. */
function raise(option: string, limit: string): string {
  const [, number = limit, unit = ''] = /^([\d.]+)(%?)$/.exec(limit) ?? [];
  const most = option !== '--max-failed' ? Infinity : unit === '%' ? 100 : 1;
  return `${Math.min(most, 2 * Number(number))}${unit}`;
}

function shownWord(word: string): string {
  return shellWord(hideKeys(withoutPassword(word)));
}

function takes([command = '', part = '']: readonly string[], place: keyof Places): boolean {
  const has = (...names: string[]) => names.includes(command);
  switch (place) {
    case 'ledger':
      return !has('themes');
    case 'themes':
      return has(
        'themes',
        'batch',
        'run',
        'sequential',
        'evaluate',
        'learn',
        'sharpen',
        'discover',
      );
    case 'gold':
      return (
        has('diagnose', 'evaluate', 'count', 'sharpen') ||
        (command === 'trace' && part !== 'send') ||
        (command === 'runs' && part === 'compare')
      );
  }
}
