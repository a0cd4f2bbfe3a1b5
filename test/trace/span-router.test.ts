import path from 'node:path';
import { expect, it } from 'vitest';
import { openWindow } from '../../src/model/window.ts';
import { batch } from '../../workflows/batch.ts';
import { createMemory, free } from '../model/judge-request.ts';
import { sensible } from '../support/answers.ts';
import { startChatServer } from '../support/chat-server.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { queryLedger } from '../support/query-ledger.ts';

/** Judges tickets that all have that word in them, into a ledger of their own. */
async function judge(word: string, baseURL: string): Promise<string> {
  const folder = tempFolder();
  const ledger = path.join(folder, 'ledger.db');
  const endpoint = { model: 'mock', baseURL, api: 'chat' } as const;
  const texts = Array.from({ length: 12 }, (_, index) => `late ${word} ${index}`);
  await batch({
    file: ticketsFile(folder, texts),
    themes: themesFile(folder),
    ledger,
    endpoint,
    columns: { id: 'id', text: 'text' },
    route: 'triage',
    aggregate: 'conflicts',
    docket: 2,
    concurrency: { start: 4, most: 4 },
    timeoutMs: 5000,
    fresh: false,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    out: [path.join(folder, 'out.jsonl')],
    wide: false,
    force: true,
    window: () =>
      openWindow(endpoint, createMemory(), { timeoutMs: 5000, pauseMs: 1, tariff: () => free }, {}),
    onStart() {},
    onDecision() {},
  });
  return ledger;
}

it('two runs at once in one process have each its own spans, and all of them', async () => {
  const server = await startChatServer({ answer: sensible });
  const ledgers = await Promise.all(['amber', 'violet'].map((word) => judge(word, server.baseURL)));
  await server.close();
  for (const [index, ledger] of ledgers.entries()) {
    const [own, other] = index === 0 ? ['amber', 'violet'] : ['violet', 'amber'];
    const number = (query: string) => queryLedger(ledger, `select ${query} as n`)[0]?.n;
    expect(
      number('(select count(*) from spans where docket not in (select id from dockets))'),
    ).toBe(0);
    expect(number("(select count(*) from spans where kind = 'generation')")).toBe(
      number('(select sum(calls) from dockets)'),
    );
    expect(number(`(select count(*) from span_bodies where body like '%${own}%')`)).toBeGreaterThan(
      6,
    );
    expect(number(`(select count(*) from span_bodies where body like '%${other}%')`)).toBe(0);
  }
});
