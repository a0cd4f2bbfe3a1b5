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

/** Writes a report to stdout as `JSON.stringify(report, null, 2)` has it, a list's items one by one: it may be long. */
export function writeJson(report: object): void {
  let piece = '';
  for (const part of jsonParts(report)) {
    piece += part;
    if (piece.length < 65_536) continue;
    process.stdout.write(piece);
    piece = '';
  }
  process.stdout.write(piece);
}

function* jsonParts(report: object): Generator<string> {
  const indented = (value: unknown, depth: string) =>
    JSON.stringify(value, null, 2).replaceAll('\n', `\n${depth}`);
  const fields = Object.entries(report).filter(([, value]) => value !== undefined);
  for (const [at, [name, value]] of fields.entries()) {
    yield `${at === 0 ? '{' : ','}\n  ${JSON.stringify(name)}: `;
    if (!Array.isArray(value) || value.length === 0) yield indented(value, '  ');
    else {
      for (const [place, item] of value.entries())
        yield `${place === 0 ? '[' : ','}\n    ${indented(item, '    ')}`;
      yield '\n  ]';
    }
  }
  yield fields.length === 0 ? '{}\n' : '\n}\n';
}
