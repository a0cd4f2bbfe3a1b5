/** Tickets for the mock server: what its model says of them, and what has to come out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { sampleThemes } from '../../src/themes/find-themes.ts';
import { loadThemes } from '../../src/themes/load-themes.ts';
import { type ChatRequest, questionOf } from '../support/chat-question.ts';
import type { Answerer } from '../support/chat-server.ts';

export const themes = await loadThemes(sampleThemes);
const themeIds = themes.map(({ id }) => id);

export function ticketText(index: number): string {
  return `ticket number ${index}`;
}

/** Writes a CSV of so many tickets with the columns id and text, the texts from that number on. */
export function writeMockTickets(file: string, count: number, from = 0): void {
  const lines = Array.from(
    { length: count },
    (_, index) => `T${index},${ticketText(from + index)}`,
  );
  writeFileSync(file, ['id,text', ...lines, ''].join('\n'));
}

/** The theme that applies to a ticket, found by its number: each has exactly one. */
export function rightTheme(text: unknown, further = 0): string {
  const number = Number(/\d+/.exec(String(text))?.[0] ?? 0);
  return themeIds[(number + further) % themeIds.length] ?? '';
}

/** Two routes a ticket, and a yes for the first; also chooses the theme for those who ask straight away. */
export const twoRoutes: Answerer = ({ tool, instructions, tickets }) => {
  if (tool === 'route_tickets')
    return {
      tickets: tickets.map(({ id, text }) => ({
        ticket: id,
        routes: [rightTheme(text), rightTheme(text, 3)].map((theme) => ({
          theme,
          reason: 'bench',
        })),
        sentiment: 0.5,
      })),
    };
  if (tool === 'choose_themes') return { themes: tickets.map(({ text }) => rightTheme(text)) };
  const theme = themeAskedFor(instructions);
  return {
    verdicts: tickets.map(({ id, text }) => ({
      ticket: id,
      verdict: rightTheme(text) === theme ? 'yes' : 'no',
      confidence: 0.9,
      quote: rightTheme(text) === theme ? String(text) : '',
      rationale: 'bench',
    })),
  };
};

/** What a call asks: the agent and the text of each of its tickets. */
export function questionsIn(body: ChatRequest): string[] {
  const { tool, instructions, tickets } = questionOf(body);
  const agent = {
    route_tickets: 'triage',
    submit_verdicts: `judge:${themeAskedFor(instructions)}`,
    submit_decisions: 'aggregator',
  }[tool];
  return tickets.map(({ text }) => `${agent} ${text}`);
}

function themeAskedFor(instructions: string): string | undefined {
  return /^Theme: (.+)$/m.exec(instructions)?.[1];
}

/** Tickets of a results file that are not decided for the theme that they should have, or not there. */
export function countWrong(results: string, tickets: number): number {
  const rows = parse(readFileSync(results), { columns: true }) as Record<string, string>[];
  const wrong = rows.filter(
    ({ id, status, themes: said }, index) =>
      id !== `T${index}` || status !== 'decided' || said !== rightTheme(ticketText(index)),
  );
  return wrong.length + Math.abs(tickets - rows.length);
}
