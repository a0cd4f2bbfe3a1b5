/** Real processes whose clock is set, that are stopped while another finishes, or killed beside another. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ChatServer } from '../support/chat-server.ts';
import { askLedger } from '../support/engines.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { readQuestions, startRun } from './killed-run.ts';
import { root, withTempFolder } from './measured-run.ts';
import { countWrong, questionsIn, twoRoutes, writeMockTickets } from './mock-tickets.ts';
import { batchOn, withServer } from './server.ts';

const tickets = 100;
/** Calls a second that `--rpm` allows. */
const pace = 20;
const preload = (name: string) => [
  '--import',
  pathToFileURL(path.join(root, 'test/bench', name)).href,
];

/** Where a process is stopped: anywhere, or on a call's way from its booking to the network. */
export const stops = ['anywhere', 'fetch', 'request', 'write'] as const;

export interface Disturbed {
  /** Questions asked though their answers had been kept. */
  paidTwice: number;
  wrong: number;
  /** The longest that the server heard nothing of a process that was not stopped, in seconds. */
  longestWait: number;
}

type Run = ReturnType<typeof startRun>;
interface Scene {
  server: ChatServer;
  ledger: string;
  /** Starts the same command, which writes its results there. */
  start(out: string, nodeFlags?: string[], env?: NodeJS.ProcessEnv): Run;
  resultsOf(out: string): number;
}

/** A clock that is set by so many milliseconds in the middle of a run. */
export function setClock(ms: number, share: number): Promise<Disturbed> {
  return onScene(async ({ server, start, resultsOf }) => {
    const run = start('out.csv', preload('stepped-clock.mjs'), { CLOCK_STEP: String(ms) });
    await calls(server, share, run);
    run.signal('SIGUSR2');
    await finished(run);
    const asked = askedFrom(server, 0);
    return {
      paidTwice: asked.length - new Set(asked).size,
      wrong: resultsOf('out.csv'),
      longestWait: longestGap(server),
    };
  });
}

/** Stopped while the same command finishes elsewhere: what comes after it goes on is asked again. */
export function pause(share: number, stop: (typeof stops)[number]): Promise<Disturbed> {
  return onScene(async ({ server, ledger, start, resultsOf }) => {
    const paused =
      stop === 'anywhere'
        ? start('paused.csv')
        : start('paused.csv', preload('stopping-itself.mjs'), {
            STOP_AT: stop,
            STOP_CALL: String(callAt(share)),
          });
    if (stop === 'anywhere') await calls(server, share, paused);
    else await paused.stopped();
    await stopBetweenCommits(paused, ledger);
    const answered = answersIn(ledger);
    const before = server.count();
    await finished(start('other.csv'));
    const ended = server.count();
    paused.signal('SIGCONT');
    await finished(paused);
    return {
      paidTwice: keptAndAsked(server, ledger, answered, before) + server.count() - ended,
      wrong: resultsOf('other.csv') + resultsOf('paused.csv'),
      longestWait: 0,
    };
  });
}

/** One of two that do the same work is killed. */
export function killOneOfTwo(share: number): Promise<Disturbed> {
  return onScene(async ({ server, ledger, start, resultsOf }) => {
    const [killed, other] = [start('killed.csv'), start('other.csv')];
    await calls(server, share, killed, other);
    killed.kill();
    await killed.ended;
    const answered = answersIn(ledger);
    const before = server.count();
    await finished(other);
    return {
      paidTwice: keptAndAsked(server, ledger, answered, before),
      wrong: resultsOf('other.csv'),
      longestWait: longestGap(server),
    };
  });
}

function onScene(work: (scene: Scene) => Promise<Disturbed>): Promise<Disturbed> {
  return withServer({ latencyMs: 20, answer: twoRoutes }, (server) =>
    withTempFolder((folder) => {
      const file = path.join(folder, 'tickets.csv');
      const ledger = path.join(folder, 'ledger.db');
      writeMockTickets(file, tickets);
      const limits = ['--rpm', String(60 * pace), '--docket', '4', '--concurrency', '2'];
      return work({
        server,
        ledger,
        start: (out, nodeFlags, env) =>
          startRun(
            [...batchOn(server, file, ledger, path.join(folder, out)), ...limits],
            nodeFlags,
            env,
          ),
        resultsOf: (out) => countWrong(path.join(folder, out), tickets),
      });
    }),
  );
}

async function finished(run: Run): Promise<void> {
  const { code, stderr } = await run.ended;
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
}

/** The call in the middle of a run at which it is disturbed. */
function callAt(share: number): number {
  return Math.ceil(1 + share * 20);
}

/** Waits for that call, or for the end of them all where they need no more calls. */
async function calls(server: ChatServer, share: number, ...runs: Run[]): Promise<void> {
  let isOver = false;
  void Promise.all(runs.map(({ ended }) => ended)).then(() => {
    isOver = true;
  });
  while (!isOver && server.count() < callAt(share)) await sleep(5);
}

/** Where it isn't just writing; the others hold it for dead, without the minutes that they would watch it for. */
async function stopBetweenCommits(run: Run, ledger: string): Promise<void> {
  for (;;) {
    run.signal('SIGSTOP');
    try {
      return void (await askLedger(ledger, 'delete from claims', 'delete from processes'));
    } catch (error) {
      if (!(error instanceof Error && /database is locked/.test(error.message))) throw error;
      run.signal('SIGCONT');
      await sleep(5);
    }
  }
}

/**
 * By the ledger as others see it who are at work: in a copy of its files a commit that the kill cut off may seem to be
 * done, and they write over it.
 */
function answersIn(ledger: string): string[] {
  return queryLedger(ledger, 'select address from answers').map(({ address }) => String(address));
}

function askedFrom(server: ChatServer, call: number): string[] {
  return server.requests.slice(call).flatMap(({ body }) => questionsIn(body));
}

function keptAndAsked(server: ChatServer, ledger: string, answered: string[], from: number) {
  const questions = readQuestions(ledger);
  const kept = new Set(answered.map((address) => questions.get(address)));
  return askedFrom(server, from).filter((question) => kept.has(question)).length;
}

function longestGap({ requests }: ChatServer): number {
  const gaps = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? at));
  return Math.max(0, ...gaps) / 1000;
}
