import type { Ledger } from '../../ledger/ledger.ts';
import type { Jobs } from './jobs.ts';
import type { StartCommand } from './start-command.ts';

/** What the routes work with. */
export interface Services {
  /** Open as long as the server is. */
  ledger: Ledger;
  /** Where uploads and what else is written for a run lie: beside the ledger. */
  folder: string;
  start: StartCommand;
  /** The commands that the page started; opened with `Jobs.open(ledger, start)`. */
  jobs: Jobs;
  /** Where theme files are read and written; as the command line does where not given. */
  themes?: string;
}
