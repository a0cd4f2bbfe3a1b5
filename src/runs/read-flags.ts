import { UserMistake } from '../domain/mistake.ts';
import type { Tariff } from '../domain/prices.ts';
import { readNumber, readShare } from '../domain/read-values.ts';
import type { RunFlags } from '../settings/flags.ts';
import { readInput } from '../settings/read-input.ts';
import { type ReadOptions, type RunValues, runOptionsOf } from './run-values.ts';

/** @throws UserMistake for a value out of range, with what was expected. */
export function readRunOptions(
  files: string | readonly string[],
  flags: RunFlags,
): Omit<ReadOptions, 'command'> {
  return runOptionsOf(readInput(files, flags), valuesOf(flags));
}

function valuesOf(flags: RunFlags): RunValues {
  const { id, text, context, docket, concurrency, votes, panel, audit, maxMiss } = flags;
  return {
    ...flags,
    columns: { id, text, context: context === undefined ? undefined : namesIn(context) },
    docket: docket === 'auto' ? undefined : readNumber('--docket', docket, 1, 256),
    votes: votes === undefined ? undefined : readNumber('--votes', votes, 1, 9),
    panel: panel === undefined ? undefined : namesIn(panel),
    concurrency:
      concurrency === 'auto' ? undefined : readNumber('--concurrency', concurrency, 1, 1000),
    rpm: readLimit('--rpm', flags.rpm),
    tpm: readLimit('--tpm', flags.tpm),
    rpd: readLimit('--rpd', flags.rpd),
    maxCalls: readLimit('--max-calls', flags.maxCalls),
    maxCost: flags.maxCost === undefined ? undefined : readDollars('--max-cost', flags.maxCost),
    maxFailed:
      flags.maxFailed === undefined ? undefined : readShare('--max-failed', flags.maxFailed),
    price: flags.price === undefined ? undefined : readPrice(flags.price),
    timeout: readNumber('--timeout', flags.timeout, 1, 3600),
    audit: audit === undefined ? undefined : readShare('--audit', audit),
    maxMiss: maxMiss === undefined ? undefined : readMaxMiss(maxMiss),
  };
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** @throws UserMistake for a promise that asks for everything */
function readMaxMiss(text: string): number {
  const share = readShare('--max-miss', text);
  if (share === 0 || share > 0.5)
    throw new UserMistake(
      `--max-miss takes a share above 0 and up to 50%, got "${text}"; to miss nothing, ask every judge: --route all`,
    );
  return share;
}

function readDollars(option: string, text: string): number {
  const dollars = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(dollars > 0))
    throw new UserMistake(`${option} takes an amount in dollars, as in 2.50, got "${text}"`);
  return dollars;
}

/** `IN,OUT`, dollars for a million tokens. @throws UserMistake for anything else */
function readPrice(text: string): Tariff {
  const [input, output, ...others] = text
    .split(',')
    .map((part) => (/^\s*\d*\.?\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  if (input === undefined || output === undefined || others.length > 0 || !(input + output >= 0))
    throw new UserMistake(
      `--price takes dollars per million tokens in and out, as in 0.15,0.60, got "${text}"`,
    );
  return { kind: 'given', input, cached: input, output };
}

function readLimit(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber(option, text, 1, 1_000_000_000);
}
