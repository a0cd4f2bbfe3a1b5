import { UserMistake } from '../../../domain/mistake.ts';
import { engineOf } from '../../../ledger/ledger-place.ts';
import { readHeaders } from '../../../model/connection.ts';
import { isOwnServer } from '../../../model/endpoint.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { work } from '../../../runs/workers/work.ts';
import type { Settings } from '../../../settings/schema.ts';
import { findThemes } from '../../../themes/find-themes.ts';
import { printable, say } from '../../drawing/print.ts';
import { listenForStop } from '../signals.ts';

export interface WorkerFlags {
  ledger: string;
  concurrency: Settings['concurrency'];
  themes?: string;
  allowServer: string[];
  drain?: boolean;
  header?: string[];
  apiKeyHeader?: string;
}

/** Hears what `batch` submits to a shared ledger. Ends with 0 when told to, too. */
export async function runWorker(flags: WorkerFlags): Promise<number> {
  if (engineOf(flags.ledger) !== 'postgres')
    throw new UserMistake(
      'workers share a ledger on PostgreSQL: name it with --ledger postgres://user@host/name',
    );
  const concurrency = flags.concurrency === 'auto' ? undefined : flags.concurrency;
  const allowed = flags.allowServer.map(originOf);
  const maySend = (baseURL: string) =>
    isOwnServer(baseURL, process.env) || allowed.includes(new URL(baseURL).origin);
  const stopping = listenForStop();
  try {
    await work({
      ledger: flags.ledger,
      themes: flags.themes ?? findThemes(),
      drain: flags.drain === true,
      headers: readHeaders(flags.header, flags.apiKeyHeader),
      maySend,
      concurrency,
      stop: stopping.stop,
      abort: stopping.abort,
      // Much of what it says was written by others.
      say: (message) => say(printable(message)),
      explain: explainStop,
    });
    say('The worker has ended');
    return 0;
  } finally {
    stopping.release();
  }
}

function originOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw new UserMistake(
    `--allow-server "${text}" is no web address; it looks like http://127.0.0.1:8000`,
  );
}
