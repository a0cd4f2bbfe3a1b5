import type { Ledger } from '../../../../ledger/ledger.ts';
import type { Mark } from '../mark.ts';
import type { StartCommand } from '../start-command.ts';
import type { Servers } from './servers.ts';

/** What a server has from whoever started it. */
export interface Resources {
  /** Open as long as the server is. */
  ledger: Ledger;
  /** Where uploads and what else is written for a run lie: beside the ledger. */
  folder: string;
  start: StartCommand;
  mark: Mark;
  servers: Servers;
  /** Places of themes, as `--themes` takes them. What is code there was named by the person who started the server. */
  themes: string;
}
