/** `kill -9` at random moments, and the same command again: what was paid for is not paid for twice. */
import { existsSync } from 'node:fs';
import type { ChatServer } from '../support/chat-server.ts';
import { type Calm, hearInPeace, momentToKill, type Round, withRound } from './kill-round.ts';
import { readKept, readQuestions, startRun, unknownCallsSaid } from './killed-run.ts';
import { countWrong, questionsIn } from './mock-tickets.ts';
import { countSettledTwice } from './read-ledger.ts';

const killsInRound = 4;

/** What came of one round, or of all. */
export interface Kills {
  rounds: number;
  /** Kills before the first call of their process, between calls, and with every answer kept. */
  starting: number;
  calling: number;
  ending: number;
  /** Questions asked of the server though an earlier process had kept their answers. */
  repeated: number;
  /** Answers that a docket brought though another had brought them before. */
  settledTwice: number;
  /** Tickets that did not come out as they should. */
  lost: number;
  /** Times that `PRAGMA integrity_check` found fault, after a kill or at the end. */
  damaged: number;
  /** Calls beyond those of a run that nobody kills. */
  excess: number;
  /** Calls that restarted commands said may have been billed. */
  unknown: number;
  /** Commands that would not go on. */
  refused: number;
}

/** What a process that was killed had kept. */
interface Kept {
  answered: string[];
  /** Calls that the server had had from it and those before it. */
  calls: number;
}

/** Kills so many times, four times a round; each round has a ledger of its own and goes to its end. */
export async function measureKills(most: number, tickets: number, draw: () => number) {
  const calm = await withRound(tickets, hearInPeace);
  const rounds: Kills[] = [];
  for (let left = most; left > 0; ) {
    const kills = Math.min(left, killsInRound);
    const round = await withRound(tickets, (round) => killRound(round, kills, calm, draw));
    left -= round.starting + round.calling + round.ending;
    rounds.push(round);
  }
  return (figure: keyof Kills) => rounds.reduce((sum, round) => sum + round[figure], 0);
}

async function killRound(
  round: Round,
  most: number,
  calm: Calm,
  draw: () => number,
): Promise<Kills> {
  const { server, ledger, out, tickets, questions } = round;
  const figures = { starting: 0, calling: 0, ending: 0, damaged: 0, unknown: 0, refused: 0 };
  const kept: Kept[] = [];
  for (;;) {
    const callsBefore = server.count();
    const { code, stderr } = await runUntilKilled(round, kept, most, calm, draw);
    const { answered, isWhole } = readKept(ledger);
    figures.damaged += isWhole ? 0 : 1;
    figures.unknown += unknownCallsSaid(stderr);
    if (code !== null && code !== 0) {
      console.log(`  the same command ended with ${code}: ${stderr}`);
      figures.refused += 1;
    }
    if (code !== null) break;
    kept.push({ answered, calls: server.count() });
    if (answered.length === questions) figures.ending += 1;
    else if (server.count() === callsBefore) figures.starting += 1;
    else figures.calling += 1;
  }
  return {
    ...figures,
    rounds: 1,
    repeated: countRepeated(server, kept, readQuestions(ledger)),
    settledTwice: countSettledTwice(ledger),
    lost: existsSync(out) ? countWrong(out, tickets) : tickets,
    excess: server.count() - calm.calls,
  };
}

/** The last kill of a full round waits for the end of the calls; after that nobody kills. */
async function runUntilKilled(
  round: Round,
  kept: Kept[],
  most: number,
  calm: Calm,
  draw: () => number,
) {
  const run = startRun(round.args);
  const over = new AbortController();
  const left = 1 - (kept.at(-1)?.answered.length ?? 0) / round.questions;
  if (kept.length < most) {
    const moment = kept.length === killsInRound - 1 ? 'the end' : left;
    momentToKill(round, calm, moment, draw, over.signal).then(run.kill, () => {});
  }
  const ending = await run.ended;
  over.abort();
  return ending;
}

function countRepeated(server: ChatServer, kept: Kept[], questions: Map<string, string>): number {
  const answered = new Set<string>();
  const later = [...kept];
  let repeated = 0;
  for (const [index, { body }] of server.requests.entries()) {
    for (; later[0] !== undefined && index >= later[0].calls; later.shift())
      for (const address of later[0].answered) answered.add(questionAt(address, questions));
    repeated += questionsIn(body).filter((question) => answered.has(question)).length;
  }
  return repeated;
}

function questionAt(address: string, questions: Map<string, string>): string {
  const question = questions.get(address);
  if (question === undefined) throw new Error(`no decision rests on the answer at ${address}`);
  return question;
}
