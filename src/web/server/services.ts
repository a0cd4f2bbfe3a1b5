import type { ChildProcess } from 'node:child_process';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Jobs } from './jobs.ts';

/** What the routes work with. */
export interface Services {
  /** Open as long as the server is. */
  ledger: Ledger;
  /** Where uploads and what else is written for a run lie: beside the ledger. */
  folder: string;
  /**
   * Starts a command of `tribunal` as a process of its own, as in `['batch', 'tickets.csv']`. Its
   * first message tells the run's id; its standard error is piped, and its output where asked for.
   */
  start(words: readonly string[], output?: 'pipe'): ChildProcess;
  /** The commands that the page started; opened with `Jobs.open(ledger, start)`. */
  jobs: Jobs;
  /** Where theme files are read and written; as the command line does where not given. */
  themes?: string;
}
