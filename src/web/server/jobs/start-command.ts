import type { ChildProcess } from 'node:child_process';

/**
 * Starts a command of `tribunal` on the server's ledger as a process of its own, as in `['job']`, with a channel to it.
 * Its standard error is piped, and its output where asked for.
 */
export type StartCommand = (words: readonly string[], options: StartOptions) => ChildProcess;

export interface StartOptions {
  /** What the process sees: which key is its own depends on the server that it asks. */
  environment: NodeJS.ProcessEnv;
  output?: 'pipe';
}
