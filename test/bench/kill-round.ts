/** A file, a ledger and a server for runs that get killed, and the moments to kill them. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatServer } from '../support/chat-server.ts';
import { startRun } from './killed-run.ts';
import { withTempFolder } from './measured-run.ts';
import { questionsIn, twoRoutes, writeMockTickets } from './mock-tickets.ts';
import { batchOn, withServer } from './server.ts';

const latencyMs = 50;
/** Triage's, and those of two judges. */
const questionsOfTicket = 3;

export interface Round {
  tickets: number;
  questions: number;
  /** The same command each time. */
  args: string[];
  ledger: string;
  out: string;
  server: ChatServer;
  /** Resolves when the server has answered every question at least once. */
  allAnswered: Promise<void>;
  isAllAnswered(): boolean;
}

export function withRound<Result>(
  tickets: number,
  work: (round: Round) => Promise<Result>,
): Promise<Result> {
  const questions = questionsOfTicket * tickets;
  const answered = new Set<string>();
  const isAllAnswered = () => answered.size === questions;
  let tellAllAnswered = () => {};
  const allAnswered = new Promise<void>((resolve) => {
    tellAllAnswered = resolve;
  });
  const answer: typeof twoRoutes = (question) => {
    for (const asked of questionsIn(question.body)) answered.add(asked);
    if (isAllAnswered()) tellAllAnswered();
    return twoRoutes(question);
  };
  return withServer({ latencyMs, answer }, (server) =>
    withTempFolder((folder) => {
      const file = path.join(folder, 'tickets.csv');
      const ledger = path.join(folder, 'ledger.db');
      const out = path.join(folder, 'out.csv');
      writeMockTickets(file, tickets);
      const args = batchOn(server, file, ledger, out);
      return work({ tickets, questions, args, ledger, out, server, allAnswered, isAllAnswered });
    }),
  );
}

/** What a run does if nobody kills it. */
export interface Calm {
  calls: number;
  /** Seconds until its first call, from there to its last, and from there to its end. */
  start: number;
  calling: number;
  end: number;
}

export async function hearInPeace({ server, args }: Round): Promise<Calm> {
  const started = performance.now();
  const { code, stderr } = await startRun(args).ended;
  const ended = performance.now();
  const [first] = server.requests;
  const last = server.requests.at(-1);
  if (code !== 0 || first === undefined || last === undefined)
    throw new Error(`a run that nobody killed ended with ${code}: ${stderr}`);
  return {
    calls: server.count(),
    start: (first.at - started) / 1000,
    calling: (last.at - first.at) / 1000,
    end: (ended - last.at) / 1000,
  };
}

/**
 * Waits for a moment that is drawn from all of the time that a run needs for the share of its
 * questions that is left, or from the time after the last answer.
 */
export async function momentToKill(
  { allAnswered, isAllAnswered }: Round,
  calm: Calm,
  left: number | 'the end',
  draw: () => number,
  signal: AbortSignal,
): Promise<void> {
  const share = draw();
  if (left === 'the end' && !isAllAnswered()) {
    await allAnswered;
    await sleep(1000 * share * calm.end, undefined, { signal });
  } else {
    const calling = left === 'the end' ? 0 : left * calm.calling;
    await sleep(1000 * share * (calm.start + calling + calm.end), undefined, { signal });
  }
}
