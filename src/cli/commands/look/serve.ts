import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { UserMistake } from '../../../domain/mistake.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { builtCommand, ownCommand, sampleTickets } from '../../../installation.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { ledgerFolder } from '../../../ledger/ledger-place.ts';
import { openLedger } from '../../../ledger/open-ledger.ts';
import { findThemes, isData, sampleThemes } from '../../../themes/find-themes.ts';
import { absolutePlaces, themeFilesOf } from '../../../themes/load-themes.ts';
import { RunRequest } from '../../../web/api/run-request.ts';
import { createApp } from '../../../web/server/app.ts';
import { Jobs } from '../../../web/server/jobs/jobs.ts';
import { Mark } from '../../../web/server/jobs/mark.ts';
import type { Resources } from '../../../web/server/jobs/request/resources.ts';
import { Servers } from '../../../web/server/jobs/request/servers.ts';
import type { StartOptions } from '../../../web/server/jobs/start-command.ts';
import { StateFolder } from '../../../web/server/jobs/state-folder.ts';
import { say } from '../../drawing/print.ts';

export interface ServeFlags {
  port: string;
  host: string;
  ledger: string;
  themes?: string;
  demo?: boolean;
}

const loopback = ['127.0.0.1', 'localhost', '::1'];

/** Serves the page until Ctrl-C. Runs that it started go on when it is called again. */
export async function serve(flags: ServeFlags, isNamed = true): Promise<number> {
  const port = readNumber('--port', flags.port, 0, 65_535);
  const token = loopback.includes(flags.host) ? undefined : randomBytes(24).toString('base64url');
  const ledger = await openLedger(flags.ledger);
  const state = new StateFolder();
  const services: Resources = {
    ledger,
    folder: path.resolve(ledgerFolder(flags.ledger)),
    themes: await placeThemes(flags.themes, isNamed),
    mark: new Mark(state, ledger, say),
    servers: new Servers(state),
    start: (words, options) => startTribunal(words, flags.ledger, options),
  };
  const jobs = new Jobs(services);
  const hosts: string[] = [];
  ledger.tellTrouble(say);
  try {
    const app = createApp({ ...services, jobs }, { hosts, token });
    const server = createAdaptorServer({ fetch: app.fetch });
    const bound = await listen(server, port, flags.host);
    hosts.push(...loopback.map((host) => `${host === '::1' ? '[::1]' : host}:${bound}`));
    await jobs.goOn();
    if (jobs.line.size > 0) say(`${plural(jobs.line.size, 'run continues', 'runs continue')}`);
    if (flags.demo) await hearSample(ledger, jobs);
    const shown = flags.host.includes(':') ? `[${flags.host}]` : flags.host;
    process.stdout.write(
      `http://${shown}:${bound}/${token === undefined ? '' : `?token=${token}`}\n`,
    );
    say(`Serving ${ledger.location}; Ctrl-C ends it`);
    await stopped();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    if (jobs.line.size > 0)
      say(
        '\nStopping: waiting for calls in flight; runs go on when you serve again (Ctrl-C: at once)',
      );
    return 0;
  } finally {
    await jobs.close();
    await ledger.close();
  }
}

/** Code that nobody named is left out: the current folder may have come with the ledger. */
async function placeThemes(named: string | undefined, isByPerson: boolean): Promise<string> {
  const found = absolutePlaces(named ?? findThemes());
  if ((named !== undefined && isByPerson) || found === sampleThemes) return found;
  const files = await themeFilesOf(found);
  const data = files.filter(isData);
  if (data.length < files.length)
    say(
      `Themes in ${found} that are code are not used here; if you trust them: ${ownCommand()} serve --themes ${found}`,
    );
  return data.length === 0 ? sampleThemes : data.join(',');
}

/** So that there is something to see. */
async function hearSample(ledger: Ledger, jobs: Jobs): Promise<void> {
  const runs = await ledger.runs.all();
  if (runs.some(({ file, status }) => file === sampleTickets && status === 'finished')) return;
  say('Judging data/tickets.csv with the embedded model first, so that there is something to see');
  const request = RunRequest.parse({ file: 'sample' });
  const { id } = await jobs.start({ workflow: 'batch', request }, path.basename(sampleTickets));
  // On a shared ledger it waits for a worker, which the page says.
  if (ledger.engine === 'sqlite') await jobs.ended(id);
}

/**
 * A process group of its own: Ctrl-C at the server's terminal is not for the run. The ledger may have a
 * password in it, and everybody on the machine reads a command's words.
 */
function startTribunal(
  words: readonly string[],
  ledger: string,
  { environment, output = 'ignore' as 'pipe' }: StartOptions,
) {
  return spawn(process.execPath, [builtCommand, ...words], {
    env: { ...environment, TRIBUNAL_LEDGER: ledger },
    stdio: ['ignore', output, 'pipe', 'ipc'],
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
