import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { UserMistake } from '../domain/mistake.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { createApp } from '../web/server/app.ts';
import { readLedgerPath } from './ledger-path.ts';
import { say } from './print.ts';
import { readNumber } from './read-values.ts';

export interface ServeFlags {
  port: string;
  host: string;
  ledger: string;
}

const command = fileURLToPath(new URL('./bin.mjs', import.meta.url));
const loopback = ['127.0.0.1', 'localhost', '::1'];

/** Serves the page until Ctrl-C. Runs that it started go on when it is called again. */
export async function serve(flags: ServeFlags): Promise<number> {
  const port = readNumber('--port', flags.port, 0, 65_535);
  const location = readLedgerPath(flags.ledger);
  const token = loopback.includes(flags.host) ? undefined : randomBytes(24).toString('base64url');
  const ledger = await openLedger(location);
  const hosts: string[] = [];
  try {
    const app = createApp(
      {
        ledger,
        folder: path.dirname(path.resolve(location)),
        start: (words) => startTribunal(words, location),
      },
      { hosts, token },
    );
    const server = createAdaptorServer({ fetch: app.fetch });
    const bound = await listen(server, port, flags.host);
    hosts.push(...loopback.map((host) => `${host === '::1' ? '[::1]' : host}:${bound}`));
    const shown = flags.host.includes(':') ? `[${flags.host}]` : flags.host;
    process.stdout.write(
      `http://${shown}:${bound}/${token === undefined ? '' : `?token=${token}`}\n`,
    );
    say(`Serving ${location}; Ctrl-C ends it`);
    await stopped();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    return 0;
  } finally {
    await ledger.close();
  }
}

/** A process group of its own: Ctrl-C at the server's terminal is not for the run. */
function startTribunal(words: readonly string[], ledger: string) {
  return spawn(process.execPath, [command, ...words, '--ledger', ledger], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
}

type Server = ReturnType<typeof createAdaptorServer>;

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new UserMistake(
          error.code === 'EADDRINUSE'
            ? `port ${port} is taken; name another with --port, or 0 for any`
            : `can't listen on ${host}:${port} (${error.message})`,
          { cause: error },
        ),
      ),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
