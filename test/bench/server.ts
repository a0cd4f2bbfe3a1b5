/** A mock server with latency, a strict limiter and faults: what the tribunal makes of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { loadThemes, ownThemes } from '../../agents/load-themes.ts';
import { type Answerer, type ChatServerOptions, startChatServer } from '../support/chat-server.ts';
import { measureRun, withTempFolder } from './measured-run.ts';

const themes = (await loadThemes(ownThemes)).map(({ id }) => id);

/** Two routes a ticket, by its number, and a yes for the first of them. */
const twoRoutes: Answerer = ({ tool, instructions, tickets }) => {
  const numberOf = (text: unknown) => Number(/\d+/.exec(String(text))?.[0] ?? 0);
  const first = (text: unknown) => themes[numberOf(text) % themes.length] ?? '';
  const second = (text: unknown) => themes[(numberOf(text) + 3) % themes.length] ?? '';
  if (tool === 'route_tickets')
    return {
      tickets: tickets.map(({ id, text }) => ({
        ticket: id,
        routes: [first(text), second(text)].map((theme) => ({ theme, reason: 'bench' })),
        sentiment: 0.5,
      })),
    };
  const theme = /^Theme: (.+)$/m.exec(instructions)?.[1];
  return {
    verdicts: tickets.map(({ id, text }) => ({
      ticket: id,
      verdict: first(text) === theme ? 'yes' : 'no',
      confidence: 0.9,
      quote: first(text) === theme ? String(text) : '',
      rationale: 'bench',
    })),
  };
};

export interface Served {
  calls: number;
  granted: number;
  rejected: number;
  /** From the first call to the last. */
  seconds: number;
  /** Tickets that are not decided for the theme that they should have. */
  wrong: number;
}

/** Runs `batch` over so many tickets against the server. */
export async function measureServed(
  tickets: number,
  options: ChatServerOptions,
  ...flags: string[]
): Promise<Served> {
  const server = await startChatServer({ answer: twoRoutes, ...options });
  try {
    return await withTempFolder(async (folder) => {
      const file = path.join(folder, 'tickets.csv');
      const out = path.join(folder, 'out.csv');
      const lines = Array.from(
        { length: tickets },
        (_, index) => `T${index},ticket number ${index}`,
      );
      writeFileSync(file, ['id,text', ...lines, ''].join('\n'));
      await measureRun('src/cli/bin.mjs', [
        ...['batch', file, '--model', 'mock', '--base-url', server.baseURL, '--out', out],
        ...['--ledger', path.join(folder, 'ledger.db'), ...flags],
      ]);
      const rows = parse(readFileSync(out), { columns: true }) as Record<string, string>[];
      const wrong = rows.filter(
        ({ status, themes: said }, index) =>
          status !== 'decided' || said !== themes[index % themes.length],
      );
      const times = server.requests.map(({ at }) => at);
      return {
        calls: server.count(),
        granted: server.count() - server.rejected(),
        rejected: server.rejected(),
        seconds: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
        wrong: wrong.length + tickets - rows.length,
      };
    });
  } finally {
    await server.close();
  }
}
