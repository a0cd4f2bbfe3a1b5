import { nearest, UserMistake } from '../domain/mistake.ts';
import { type Finding, isAbout, Mode } from './finding.ts';

/** A limit on how often something may go wrong, as in `false_yes>2%`. */
export interface FailOn {
  text: string;
  mode: Mode | 'any';
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
  const mode = wanted === 'any' ? wanted : Mode.safeParse(wanted).data;
  if (mode === undefined) {
    const near = nearest(wanted, Mode.options);
    throw new UserMistake(
      `--fail-on knows no mode "${name}"${near === undefined ? `; modes are: any, ${Mode.options.join(', ')}` : `; did you mean "${near}"?`}`,
    );
  }
  const number = Number(amount);
  return {
    text: text.trim(),
    mode,
    most: percent === '%' ? { share: number / 100 } : { tickets: number },
  };
}

/** Tickets in which that went wrong and was not made good, and whether that is too many. */
export function isExceeded(
  { mode, most }: FailOn,
  findings: readonly Finding[],
  tickets: number,
): { tickets: number; exceeded: boolean } {
  const rows = new Set(
    findings
      .filter((finding) => !finding.absorbed && (mode === 'any' || isAbout(finding, mode)))
      .map(({ row }) => row),
  );
  const limit = 'share' in most ? most.share * tickets : most.tickets;
  return { tickets: rows.size, exceeded: rows.size > limit };
}
