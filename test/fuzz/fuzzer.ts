/**
 * Fuzzing of what comes from outside. An input that broke something is a file in `corpus/`, written
 * by `npm run bench nemesis`; the suite replays all of them and tries a few new ones.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';

export interface Fuzzer<Input> {
  /** Also the folder of its corpus. */
  name: string;
  /** Plain data, so that an input is a JSON file. */
  inputs: fc.Arbitrary<Input>;
  /** Inputs that the suite tries. */
  tries: number;
  /** Rejects where the input breaks a promise. */
  check(input: Input): Promise<void>;
}

/** An input that broke a promise, in its smallest form, and what it broke. */
export interface Breach {
  input: unknown;
  error: unknown;
  seed: number;
}

export async function tryInputs<Input>(
  { inputs, check }: Fuzzer<Input>,
  tries: number,
  seed: number,
): Promise<Breach | undefined> {
  const found = await fc.check(fc.asyncProperty(inputs, check), { numRuns: tries, seed });
  return found.failed
    ? { input: found.counterexample?.[0], error: found.errorInstance, seed }
    : undefined;
}

const corpus = path.join(import.meta.dirname, 'corpus');

/** The inputs that broke something once, by the names of their files. */
export function corpusOf<Input>({ name }: Fuzzer<Input>): [string, Input][] {
  const folder = path.join(corpus, name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => [
    file,
    JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Input,
  ]);
}

/** Adds an input to the corpus. Returns its file. */
export function keepInput(name: string, input: unknown): string {
  const text = `${JSON.stringify(input, undefined, 2)}\n`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = path.join(corpus, name, `${digest}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
