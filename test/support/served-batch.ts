import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { sensible } from './answers.ts';
import { questionOf } from './chat-question.ts';
import { type ChatServer, type ChatServerOptions, startChatServer } from './chat-server.ts';
import { whenTestEnds } from './endings.ts';
import { tempFolder, themesFile, ticketsFile } from './files.ts';
import { queryCopy } from './query-ledger.ts';
import { type DecidedRow, decidedRows, questionsBehind } from './questions-behind.ts';
import { runCli } from './run-cli.ts';

/** A server, a ledger and the command that hears tickets there; the server ends with the test. */
export interface ServedBatch {
  server: ChatServer;
  folder: string;
  tickets: string;
  themes: string;
  ledger: string;
  out: string;
  /** The same command each time, and whatever is said besides. */
  command: string[];
}

export async function serveBatch(
  texts: string[],
  options: ChatServerOptions = {},
): Promise<ServedBatch> {
  const server = await startChatServer({ answer: sensible, ...options });
  whenTestEnds(() => server.close());
  const folder = tempFolder();
  const [tickets, themes] = [ticketsFile(folder, texts), themesFile(folder)];
  const [ledger, out] = [path.join(folder, 'ledger.db'), path.join(folder, 'out.csv')];
  const command = [
    ...['batch', tickets, '--themes', themes, '--ledger', ledger],
    // A pace that is known needn't be found out: the first calls leave at once.
    ...['--model', 'mock', '--base-url', server.baseURL, '--rpm', '60000'],
  ];
  return { server, folder, tickets, themes, ledger, out, command };
}

/** So many tickets of which each takes three answers: triage's, and those of two judges. */
export function lateTexts(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `late and lost, number ${from + index}`);
}

/** What a server was asked in these calls: an agent and the text of a ticket each, in order. */
export function questionsAsked({ requests }: ChatServer, from = 0, to = Infinity): string[] {
  return requests.slice(from, to).flatMap(({ body }) => {
    const { tool, instructions, tickets } = questionOf(body);
    const agent = {
      route_tickets: 'triage',
      submit_verdicts: `judge:${/^Theme: (.+)$/m.exec(instructions)?.[1]}`,
      submit_decisions: 'aggregator',
    }[tool];
    return tickets.map(({ text }) => `${agent} ${text}`);
  });
}

/** What occurs more than once. */
export function repeatedIn(questions: readonly string[]): string[] {
  const seen = new Set<string>();
  return questions.filter((question) => seen.has(question) || !seen.add(question));
}

export function rowsOf(results: string): Record<string, string>[] {
  return parse(readFileSync(results), { columns: true });
}

/** The questions, as `questionsAsked` puts them, behind the addresses that decisions rest on. */
export function questionsByAddress(ledger: string): Map<string, string> {
  const [rows = []] = queryCopy<DecidedRow>(ledger, decidedRows);
  return questionsBehind(rows);
}

/** The newest run as `runs show` has it: as JSON, and in words. */
export async function showRun(ledger: string) {
  const show = ['runs', 'show', '--ledger', ledger];
  const json = await runCli([...show, '--json']);
  return { ...JSON.parse(json.stdout), text: (await runCli(show)).stdout };
}
