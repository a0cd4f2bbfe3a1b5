import path from 'node:path';
import type { ChatServerOptions } from './chat-server.ts';
import { askLedger, type TestedEngine } from './engines.ts';
import {
  questionsAsked,
  repeatedIn,
  rowsOf,
  type ServedBatch,
  serveBatch,
} from './served-batch.ts';
import { type Started, startCli, startWorker } from './workers.ts';

/** A server, a ledger that workers share, and the command that submits tickets there. */
export interface SharedBatch extends ServedBatch {
  /** The same command each time, in a process of its own. */
  submit(...words: string[]): Started;
  /** What lets a worker ask that server. */
  allow: string[];
  work(words?: string[], environment?: Record<string, string>): Started;
  ask(statement: string): ReturnType<typeof askLedger>;
  /** Questions that the server was asked more than once. */
  repeated(): string[];
  /** The results, without the ids of the tickets. */
  decisions(): Record<string, string>[];
}

export async function shareBatch(
  engine: TestedEngine,
  texts: string[],
  options: ChatServerOptions = {},
): Promise<SharedBatch> {
  const batch = await serveBatch(texts, options);
  const ledger = await engine.emptyLedger();
  const own = batch.command.with(batch.command.indexOf('--ledger') + 1, ledger);
  const command = [...own, '--docket', '4', '--concurrency', '4'];
  const allow = ['--allow-server', batch.server.baseURL];
  return {
    ...batch,
    ledger,
    command,
    allow,
    submit: (...words) =>
      startCli([...command, ...(words.includes('--out') ? [] : ['--out', batch.out]), ...words]),
    work: (words = [], environment = {}) => startWorker(ledger, [...allow, ...words], environment),
    ask: (statement) => askLedger(ledger, statement),
    repeated: () => repeatedIn(questionsAsked(batch.server)),
    decisions: () => rowsOf(batch.out),
  };
}

/** Where the same batch writes what one process decides with a ledger of its own. */
export function aloneCommand({ command, folder }: SharedBatch) {
  const out = path.join(folder, 'alone.csv');
  const alone = command.with(command.indexOf('--ledger') + 1, path.join(folder, 'alone.db'));
  return { args: [...alone, '--out', out], out };
}
