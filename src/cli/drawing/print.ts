import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { withoutPassword } from '../../domain/text/without-password.ts';
import { engineOf } from '../../ledger/ledger-place.ts';
import { hideKeys } from '../../model/key.ts';

/** Colours where a person looks: picocolors alone would also paint the logs of a CI. */
export const paint = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true);

const paintError = pc.createColors(pc.isColorSupported && process.stderr.isTTY === true);

/** Text of a ticket or a model as a terminal may see it: one line, no control characters. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** One line on stderr that says what to do. */
export function complain(message: string): void {
  process.stderr.write(
    `${paintError.red('tribunal:')} ${printable(hideKeys(withoutPassword(message)))}\n`,
  );
}

/** Messages go to stderr: stdout is for results. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

export function paintStatus(status: string): string {
  const word = status.trim();
  if (word === 'decided' || word === 'finished') return paint.green(status);
  return word === 'failed' ? paint.red(status) : paint.yellow(status);
}

/** A file or a ledger by its way from the current folder, where it lies in it. */
export function shownPlace(place: string): string {
  if (engineOf(place) === 'postgres') return withoutPassword(place);
  const relative = path.relative('.', place);
  return relative.startsWith('..') ? place : relative;
}
