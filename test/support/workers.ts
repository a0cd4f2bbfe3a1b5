import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { whenTestEnds } from './endings.ts';
import type { CliResult } from './run-cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command in a process of its own that goes on until it is told to end. */
export interface Started {
  child: ChildProcess;
  /** What it said so far on stderr. */
  said(): string;
  /** Its exit code is null where it was killed. */
  ended: Promise<CliResult>;
  /** As by `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a command; it is killed when the test ends. */
export function startCli(args: string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['dist/command/tribunal.js', ...args], {
    cwd: root,
    env: { ...process.env, OPENAI_API_KEY: '', NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<CliResult>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  whenTestEnds(kill);
  return { child, said: () => stderr, ended, kill };
}

/** Starts a worker on a shared ledger. */
export function startWorker(
  ledger: string,
  words: string[] = [],
  environment: Record<string, string> = {},
): Started {
  return startCli(['worker', '--ledger', ledger, ...words], environment);
}

/** Waits until something is so: the test's own limit is the only one. */
export async function until(isSo: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  while (!(await isSo())) await sleep(everyMs);
}
