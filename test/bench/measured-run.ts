import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface MeasuredRun {
  stdout: string;
  seconds: number;
  /** User and system time of the process. */
  cpuSeconds: number;
  /** The largest resident set of the process. */
  peakMegabytes: number;
}

/**
 * Runs a script of the project in a process of its own and reads what the system says it took.
 * @throws Error where it ends with another exit code than `expected`
 */
export async function measureRun(
  script: string,
  args: string[],
  { nodeFlags = [] as string[], expected = 0 } = {},
): Promise<MeasuredRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tribunal-bench-'));
  const usageFile = path.join(folder, 'usage.json');
  const started = performance.now();
  try {
    const child = spawn(
      process.execPath,
      [
        ...nodeFlags,
        '--import',
        path.join(root, 'test/bench/report-usage.mjs'),
        path.join(root, script),
        ...args,
      ],
      {
        cwd: root,
        env: { ...process.env, USAGE_FILE: usageFile },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const seconds = (performance.now() - started) / 1000;
    if (code !== expected)
      throw new Error(`${script} ${args.join(' ')} ended with ${code}: ${stderr}`);
    const usage = JSON.parse(await readFile(usageFile, 'utf8'));
    return { stdout, seconds, ...usage };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the `measureHere` of a script of the bench in a process of its own. */
export function measureHereOf(
  script: string,
  args: string[],
  nodeFlags: string[] = [],
): Promise<MeasuredRun> {
  const file = path.relative(root, fileURLToPath(script));
  return measureRun('test/bench/run-here.mjs', [file, ...args], { nodeFlags });
}

export async function withTempFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tribunal-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
