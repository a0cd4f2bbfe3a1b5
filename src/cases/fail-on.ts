import { type Finding, isAbout, Mode } from '../diagnosis/finding.ts';
import { nearest, UserMistake } from '../domain/mistake.ts';
import type { Cause } from './causes/find-causes.ts';
import { type CauseName, causeNames } from './causes/splits.ts';

/** A limit on how often something may go wrong, as in `false_yes>2%` or `drift>0`. */
export interface FailOn {
  text: string;
  what: Mode | CauseName | 'any';
  /** A share of the tickets, 0 to 1, or a number of them. */
  most: { share: number } | { tickets: number };
}

/** @throws UserMistake for what can't be read, with the nearest mode */
export function readFailOn(text: string): FailOn {
  const [, name, amount, percent] =
    /^\s*([a-z_]+)\s*>\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/i.exec(text) ?? [];
  if (name === undefined || amount === undefined)
    throw new UserMistake(`--fail-on takes MODE>N or MODE>N%, as in "false_yes>2%", got "${text}"`);
  const wanted = name.toLowerCase();
  const known = ['any' as const, ...Mode.options, ...causeNames];
  const what = known.find((one) => one === wanted);
  if (what === undefined) {
    const near = nearest(wanted, known);
    throw new UserMistake(
      `--fail-on knows no mode or cause "${name}"${near === undefined ? `; it takes: ${known.join(', ')}` : `; did you mean "${near}"?`}`,
    );
  }
  const number = Number(amount);
  return {
    text: text.trim(),
    what,
    most: percent === '%' ? { share: number / 100 } : { tickets: number },
  };
}

/** Tickets in which that went wrong and was not made good, or that a cause spoils, and whether that is too many. */
export function isExceeded(
  { what, most }: FailOn,
  { findings, causes }: { findings: readonly Finding[]; causes: readonly Cause[] },
  tickets: number,
): { tickets: number; exceeded: boolean } {
  const rows = new Set(
    findings
      .filter(
        (finding) =>
          !finding.absorbed && (what === 'any' || (!isCause(what) && isAbout(finding, what))),
      )
      .map(({ row }) => row),
  );
  const spoiled = causes.filter(({ cause }) => cause === what).map(({ apart }) => apart.wrong);
  const touched = Math.max(rows.size, ...spoiled);
  const limit = 'share' in most ? most.share * tickets : most.tickets;
  return { tickets: touched, exceeded: touched > limit };
}

function isCause(what: Mode | CauseName): what is CauseName {
  return causeNames.some((name) => name === what);
}
