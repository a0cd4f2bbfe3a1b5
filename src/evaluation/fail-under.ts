import { nearest, UserMistake } from '../domain/mistake.ts';

/** A number that must not be undercut, as in `macro_f1=0.8`. */
export interface FailUnder {
  text: string;
  /** A measure, or the id of a theme whose F1 is meant. */
  name: string;
  /** 0 to 1. */
  least: number;
}

const measureNames = ['macro_f1', 'micro_f1', 'exact_match', 'completion'] as const;

/** @throws UserMistake for what can't be read */
export function readFailUnder(text: string): FailUnder {
  const [, name, number, percent] = /^\s*([^=]+?)\s*=\s*(\d*\.?\d+)\s*(%?)\s*$/.exec(text) ?? [];
  const least = Number(number ?? Number.NaN) / (percent === '%' ? 100 : 1);
  if (name === undefined || !(least >= 0 && least <= 1))
    throw new UserMistake(
      `--fail-under takes NAME=NUMBER from 0 to 1, as in macro_f1=0.8, got "${text}"`,
    );
  return { text: text.trim(), name, least };
}

/** @throws UserMistake for a limit on what is neither a measure nor a theme, with the nearest */
export function checkFailUnder(limits: readonly FailUnder[], themes: readonly string[]): void {
  const known = [...measureNames, ...themes];
  for (const { name } of limits) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw new UserMistake(
      `--fail-under knows no "${name}"${near === undefined ? `; it knows ${measureNames.join(', ')} and themes` : `; did you mean "${near}"?`}`,
    );
  }
}
