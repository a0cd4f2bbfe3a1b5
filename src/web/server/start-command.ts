import type { ChildProcess } from 'node:child_process';

/**
 * Starts a command of `tribunal` as a process of its own, as in `['batch', 'tickets.csv']`. Its first
 * message tells the run's id; its standard error is piped, and its output where asked for.
 */
export type StartCommand = (words: readonly string[], output?: 'pipe') => ChildProcess;
