/** A command in this process, and the promise that all of them keep: one line for a mistake, no stack. */
import { main } from '../../src/cli/main.ts';

export interface Told {
  code: number;
  out: string;
  err: string;
}

export async function runCommand(words: readonly string[]): Promise<Told> {
  const told = { out: '', err: '' };
  const { stdout, stderr } = process;
  const writes = [stdout.write, stderr.write];
  stdout.write = (chunk: unknown) => Boolean((told.out += String(chunk))) || true;
  stderr.write = (chunk: unknown) => Boolean((told.err += String(chunk))) || true;
  try {
    return { code: await main(words), ...told };
  } finally {
    [stdout.write, stderr.write] = writes as [typeof stdout.write, typeof stderr.write];
  }
}
