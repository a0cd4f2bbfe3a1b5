/** The scripts that people write without us: plain calls of `fetch`, one a ticket or one a theme and ticket. */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { ChatServerOptions } from '../support/chat-server.ts';
import { measureHereOf } from './measured-run.ts';
import { rightTheme, themes, ticketText } from './mock-tickets.ts';
import { type Traffic, trafficOf, withServer } from './server.ts';

/** Calls that a script has in flight at once. */
const inFlight = { sequential: 1, async: 32, 'call per theme': 32 };
export type Script = keyof typeof inFlight;

/** Tries of one call, with pauses of 1, 2, 4, 8 and 16 seconds between them. */
const mostTries = 6;

export interface Scripted extends Traffic {
  /** Tickets without the right themes at the end. */
  lost: number;
  /** User and system time, start-up left out. */
  cpuSeconds: number;
}

/** Runs a script over so many tickets, in a process of its own, against such a server. */
export function measureScript(
  script: Script,
  tickets: number,
  options: ChatServerOptions,
): Promise<Scripted> {
  return withServer(options, async (server) => {
    const args = [script, String(tickets), server.baseURL];
    const { stdout } = await measureHereOf(import.meta.url, args);
    const { lost, cpuSeconds } = JSON.parse(stdout) as Pick<Scripted, 'lost' | 'cpuSeconds'>;
    return { ...trafficOf(server), lost, cpuSeconds };
  });
}

/** What the measured process does. */
export async function measureHere(script: Script, tickets: string, baseURL: string) {
  const before = process.cpuUsage();
  const limit = pLimit(inFlight[script]);
  const chooseThemes = script === 'call per theme' ? askEachTheme : askOnce;
  const texts = Array.from({ length: Number(tickets) }, (_, index) => ticketText(index));
  const right = await Promise.all(
    texts.map(async (text) => {
      const said = await chooseThemes(
        (...question) => limit(() => retry(() => post(baseURL, ...question))),
        text,
      ).catch(() => []);
      return said.join() === rightTheme(text);
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const lost = right.filter((isRight) => !isRight).length;
  process.stdout.write(JSON.stringify({ lost, cpuSeconds: (user + system) / 1e6 }));
}

type Ask = (instructions: string, answer: string, text: string) => Promise<unknown>;

async function askOnce(ask: Ask, text: string): Promise<string[]> {
  const list = themes.map(({ id, name, definition }) => `- ${id}: ${name}. ${definition}`);
  const instructions = ['Which of these themes apply to the ticket?', ...list].join('\n');
  const answer = (await ask(instructions, 'choose_themes', text)) as { themes: string[] };
  return answer.themes;
}

async function askEachTheme(ask: Ask, text: string): Promise<string[]> {
  const verdicts = await Promise.all(
    themes.map(async ({ id, name, definition }) => {
      const instructions = `Does the theme apply to the ticket?\nTheme: ${id}\n${name}. ${definition}`;
      const answer = (await ask(instructions, 'submit_verdicts', text)) as {
        verdicts: { verdict: string }[];
      };
      return answer.verdicts[0]?.verdict === 'yes' ? [id] : [];
    }),
  );
  return verdicts.flat();
}

/** One call; its answer is the JSON of that name. @throws Error where the server refuses */
async function post(
  baseURL: string,
  instructions: string,
  answer: string,
  text: string,
): Promise<unknown> {
  const response = await fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'mock',
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: JSON.stringify({ id: 'ticket', text }) },
      ],
      response_format: { type: 'json_schema', json_schema: { name: answer } },
    }),
  });
  const body = (await response.json()) as { choices: [{ message: { content: string } }] };
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return JSON.parse(body.choices[0].message.content);
}

/** Tries again after pauses that double, as the usual decorators do. */
async function retry<Result>(work: () => Promise<Result>, tries = 1): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (tries === mostTries) throw error;
    await sleep(1000 * 2 ** (tries - 1));
    return retry(work, tries + 1);
  }
}
