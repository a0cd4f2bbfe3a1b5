/** A mock server with latency, limits, queues and faults: what the tribunal makes of it. */
import path from 'node:path';
import {
  type ChatServer,
  type ChatServerOptions,
  startChatServer,
} from '../support/chat-server.ts';
import { type MeasuredRun, measureRun, withTempFolder } from './measured-run.ts';
import { countWrong, twoRoutes, writeMockTickets } from './mock-tickets.ts';
import { countCalls, countSettledTwice } from './read-ledger.ts';

/** What a server saw of its client. */
export interface Traffic {
  calls: number;
  granted: number;
  rejected: number;
  /** From the first call to the last. */
  callSeconds: number;
}

export interface Served extends Traffic, MeasuredRun {
  /** Tickets that are not decided for the theme that they should have. */
  wrong: number;
  /** Answers that the ledger holds and was brought again. */
  settledTwice: number;
  /** Calls that took longer than `--timeout`. */
  timeouts: number;
  /** The calls in the order of their arrival. */
  requests: ChatServer['requests'];
}

/** Runs `batch` over so many tickets against the server. */
export async function measureServed(
  tickets: number,
  options: ChatServerOptions,
  flags: string[] = [],
  nodeFlags: string[] = [],
): Promise<Served> {
  return withServer(options, (server) =>
    withTempFolder(async (folder) => {
      const file = path.join(folder, 'tickets.csv');
      const out = path.join(folder, 'out.csv');
      const ledger = path.join(folder, 'ledger.db');
      writeMockTickets(file, tickets);
      const run = await measureRun(
        'dist/command/tribunal.js',
        [...batchOn(server, file, ledger, out), ...flags],
        { nodeFlags },
      );
      return {
        ...run,
        ...trafficOf(server),
        wrong: countWrong(out, tickets),
        settledTwice: countSettledTwice(ledger),
        timeouts: countCalls(ledger, 'timeout'),
        requests: server.requests,
      };
    }),
  );
}

export function batchOn(server: ChatServer, file: string, ledger: string, out: string): string[] {
  const model = ['--model', 'mock', '--base-url', server.baseURL];
  return ['batch', file, ...model, '--ledger', ledger, '--out', out];
}

/** Starts a mock server that answers as `mock-tickets.ts` says, and closes it afterwards. */
export async function withServer<Result>(
  options: ChatServerOptions,
  work: (server: ChatServer) => Promise<Result>,
): Promise<Result> {
  const server = await startChatServer({ answer: twoRoutes, ...options });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

export function trafficOf(server: ChatServer): Traffic {
  const times = server.requests.map(({ at }) => at);
  return {
    calls: server.count(),
    granted: server.count() - server.rejected(),
    rejected: server.rejected(),
    callSeconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
  };
}
