import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../../src/cli/program/main.ts';
import { whenTestEnds } from './endings.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const keys = [
  ...['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'TRIBUNAL_LEDGER'],
  ...['LANGSMITH_API_KEY', 'LANGSMITH_ENDPOINT', 'LANGSMITH_PROJECT', 'LANGSMITH_TRACING'],
  ...['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'],
  'COLUMNS',
];

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command in this process, which is quicker; for one at a time. */
export async function runCli(
  args: string[],
  environment: Record<string, string> = {},
): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  for (const key of keys) vi.stubEnv(key, environment[key]);
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      stdout += String(chunk);
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      stderr += String(chunk);
      return true;
    }),
  ];
  try {
    return { code: await main(args), stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

export interface SpawnOptions {
  input?: string | Uint8Array;
  environment?: Record<string, string>;
  /** Words before the command, which it then is handed to: a shell that sets limits. */
  under?: string[];
  uid?: number;
  onStart?: (child: ChildProcess) => void;
}

/** Runs a command as a user does, in a process of its own that can be signalled and answered. */
export function spawnCli(args: string[], options: SpawnOptions = {}): Promise<CliResult> {
  return runNode(['dist/command/tribunal.js', ...args], options);
}

/** Runs Node with these words. */
async function runNode(args: string[], options: SpawnOptions = {}): Promise<CliResult> {
  const environment = Object.entries(process.env).filter(([name]) => !keys.includes(name));
  const [program = '', ...words] = [...(options.under ?? []), process.execPath, ...args];
  const child = spawn(program, words, {
    cwd: root,
    env: { ...Object.fromEntries(environment), NO_COLOR: '1', ...options.environment },
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  });
  whenTestEnds(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(options.input ?? '');
  options.onStart?.(child);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}
