/** A PostgreSQL, a mock server and workers of their own, for one measurement. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { ChatServer, ChatServerOptions } from '../../support/chat-server.ts';
import {
  findPostgres,
  type PostgresServer,
  queryPostgres,
  startPostgres,
} from '../../support/postgres.ts';
import { root, withTempFolder } from '../measured-run.ts';
import { writeMockTickets } from '../mock-tickets.ts';
import { withServer } from '../server.ts';

export interface Cluster {
  postgres: PostgresServer;
  server: ChatServer;
  /** The address of the ledger. */
  ledger: string;
  folder: string;
  /** Submits so many tickets, and leaves them to the workers. Returns the run's name. */
  submit(tickets: number, flags: readonly string[]): Promise<string>;
  start(words: readonly string[]): Process;
  /** The words of a worker that may ask the server. */
  worker: readonly string[];
  work(concurrency: number): Process;
  ask<Row>(statement: string): Promise<Row[]>;
}

export interface Process {
  child: ChildProcess;
  said(): string;
  /** The exit code is null where it was killed. */
  ended: Promise<number | null>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** @param lasting whether commits wait for the disk */
export async function withCluster<Result>(
  options: ChatServerOptions,
  lasting: boolean,
  work: (cluster: Cluster) => Promise<Result>,
): Promise<Result> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('this needs a PostgreSQL on this machine');
  const postgres = await startPostgres(binaries, lasting);
  const started: Process[] = [];
  try {
    const ledger = await postgres.createDatabase();
    return await withServer(options, (server) =>
      withTempFolder((folder) => {
        const start = (words: readonly string[]) => {
          const one = startProcess([...words, '--ledger', ledger], folder);
          started.push(one);
          return one;
        };
        const model = ['--model', 'mock', '--base-url', server.baseURL];
        const worker = ['worker', '--allow-server', server.baseURL];
        return work({
          postgres,
          server,
          ledger,
          folder,
          start,
          worker,
          work: (concurrency) => start([...worker, '--concurrency', String(concurrency)]),
          ask: async <Row>(statement: string) =>
            (await queryPostgres(ledger, statement)) as unknown as Row[],
          async submit(tickets, flags) {
            const file = path.join(folder, 'tickets.csv');
            writeMockTickets(file, tickets);
            const one = start(['batch', file, ...model, '--detach', ...flags]);
            const code = await one.ended;
            if (code !== 0) throw new Error(`batch ended with ${code}: ${one.said()}`);
            return /Run (\S+)/.exec(one.said())?.[1] ?? '';
          },
        });
      }),
    );
  } finally {
    for (const { end } of started) await end('SIGKILL');
    await postgres.end();
  }
}

function startProcess(words: readonly string[], cwd: string): Process {
  const child = spawn(process.execPath, [path.join(root, 'dist/command/tribunal.js'), ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    ended,
    said: () => said,
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
