import { z } from 'zod';
import { percentOf } from '../domain/read-values.ts';

/** What values a setting takes: from a program as they are, from people as text. */
export interface Kind<Value extends z.ZodType = z.ZodType> {
  schema: Value;
  /** As in "--rpm takes a whole number". */
  expects: string;
  choices?: readonly string[];
  /** What else to do, at the end of a complaint. */
  advice?: string;
}

export const words: Kind<z.ZodString> = { schema: z.string(), expects: 'text' };

export const yes = kind(z.boolean(), 'true or false', (text) =>
  /^(true|yes|on|1)$/i.test(text) ? true : /^(false|no|off|0)$/i.test(text) ? false : text,
);

export const share = kind(z.number().min(0).max(1), 'a share, as in 5% or 0.05', percentOf);

export const missable = {
  ...kind(z.number().gt(0).max(0.5), 'a share above 0 and up to 50%', percentOf),
  advice: '; to miss nothing, ask every judge: --route all',
};

export const dollars = kind(z.number().positive(), 'an amount in dollars, as in 2.50', amountOf);

export function whole(least: number, most: number) {
  const expects = `a whole number from ${least} to ${most}`;
  return kind(z.int().min(least).max(most), expects, wholeOf);
}

export const count = whole(1, 1_000_000_000);

/** A number, or what fits best. */
export function auto(least: number, most: number) {
  const { schema, expects } = whole(least, most);
  return { schema: z.literal('auto').or(schema), expects: `auto, or ${expects}` };
}

export function choice<const Words extends readonly [string, ...string[]]>(...options: Words) {
  const [last, ...others] = options.toReversed();
  const expects = `${others.reverse().join(', ')} or ${last}`;
  return { schema: z.enum(options), expects, choices: options };
}

export const names = kind(z.array(z.string()), 'names with commas between', (text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

export const lines = kind(z.array(z.string()), 'lines', (text) =>
  text.split('\n').filter((line) => line.trim() !== ''),
);

export const usualLedger = '.tribunal/ledger.db';

/** A variable that is set to nothing says nothing. */
export const ledger = kind(
  z.string(),
  'a file, or postgres://user@host/name',
  (text) => text || usualLedger,
);

/** `IN,OUT`, dollars for a million tokens. */
export const price = kind(
  z.tuple([z.number().min(0), z.number().min(0)]),
  'dollars per million tokens in and out, as in 0.15,0.60',
  (text) => text.split(',').map(amountOf),
);

function kind<Value extends z.ZodType>(
  schema: Value,
  expects: string,
  read: (text: string) => unknown,
) {
  const given = (value: unknown) => (typeof value === 'string' ? read(value) : value);
  return { schema: z.preprocess(given, schema), expects };
}

function amountOf(text: string): number {
  return /^\s*\d*\.?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

function wholeOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
