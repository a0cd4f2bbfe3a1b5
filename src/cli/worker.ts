import { findThemes } from '../../agents/find-themes.ts';
import { work } from '../../workflows/shared/work.ts';
import { UserMistake } from '../domain/mistake.ts';
import { readNumber } from '../domain/read-values.ts';
import { engineOf } from '../ledger/ledger-place.ts';
import { explainStop } from './explain-stop.ts';
import { say } from './print.ts';
import { listenForStop } from './signals.ts';

export interface WorkerFlags {
  ledger: string;
  concurrency: string;
  themes?: string;
  drain?: boolean;
}

/** Hears what `batch` submits to a shared ledger. Ends with 0 when told to, too. */
export async function runWorker(flags: WorkerFlags): Promise<number> {
  if (engineOf(flags.ledger) !== 'postgres')
    throw new UserMistake(
      'workers share a ledger on PostgreSQL: name it with --ledger postgres://user@host/name',
    );
  const concurrency =
    flags.concurrency === 'auto'
      ? undefined
      : readNumber('--concurrency', flags.concurrency, 1, 1000);
  const stopping = listenForStop();
  try {
    await work({
      ...{
        ledger: flags.ledger,
        themes: flags.themes ?? findThemes(),
        drain: flags.drain === true,
      },
      ...{ concurrency, stop: stopping.stop, abort: stopping.abort, say, explain: explainStop },
    });
    say('The worker has ended');
    return 0;
  } finally {
    stopping.release();
  }
}
