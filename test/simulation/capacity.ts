/** A batch at a server of so many slots that refuses what is too much at once, on hand-made time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineTheme } from '../../agents/judge.ts';
import { batch } from '../../workflows/batch.ts';
import { type ChatRequest, questionOf } from '../support/chat-question.ts';
import { quickDisk } from '../support/keep-in-memory.ts';
import { Dice } from './dice.ts';
import { installWorld } from './install-world.ts';
import { answerSoundly } from './server.ts';
import { World } from './world.ts';

interface Load {
  slots: number;
  latencyMs: number;
  tickets: number;
  /** What a commit of the ledger takes. */
  commitMs: number;
}

interface CapacityUsed {
  /** Of what the slots could have answered from the first call to the last answer, 0 to 1. */
  share: number;
  calls: number;
  refused: number;
  seconds: number;
  /** Calls that were worked on in each second. */
  busy: number[];
}

const themes = ['late', 'lost'].map((id) =>
  defineTheme({ id, name: id, definition: `It is ${id}.` }),
);

export async function simulateSlots({
  slots,
  latencyMs,
  tickets,
  commitMs,
}: Load): Promise<CapacityUsed> {
  const dice = new Dice(slots * latencyMs);
  const world = new World();
  world.commitMs = commitMs;
  const folder = mkdtempSync(path.join(quickDisk, 'tribunal-capacity-'));
  const file = path.join(folder, 'tickets.csv');
  writeFileSync(
    file,
    `id,text\n${Array.from({ length: tickets }, (_, row) => `T${row},late ${row}\n`).join('')}`,
  );
  const stays: { from: number; to: number }[] = [];
  let refused = 0;
  let busy = 0;
  const serve: typeof globalThis.fetch = async (url, init) => {
    if (!String(url).endsWith('/chat/completions')) return new Response('{"data":[]}');
    if (busy >= slots) {
      refused += 1;
      return new Response('{"error":{"message":"Too many concurrent requests"}}', { status: 429 });
    }
    busy += 1;
    const from = world.now;
    await new Promise<void>((resolve) => world.later(latencyMs, resolve));
    busy -= 1;
    stays.push({ from, to: world.now });
    const question = questionOf(JSON.parse(String(init?.body)) as ChatRequest);
    return answerSoundly(question, stays.length);
  };
  const uninstall = installWorld(world, serve, dice.random);
  try {
    const { ended } = world.start('capacity', 0, (self) =>
      batch({
        file,
        ledger: path.join(folder, 'ledger.db'),
        out: [path.join(folder, 'out.csv')],
        wide: false,
        force: true,
        themes,
        fresh: false,
        columns: { id: 'id', text: 'text' },
        aggregate: 'never',
        route: 'triage',
        docket: 2,
        ...{
          endpoint: { model: 'sim', baseURL: 'http://sim/v1', api: 'chat' },
          timeoutMs: 120_000,
        },
        concurrency: { start: 8, most: 64 },
        stop: new AbortController().signal,
        abort: new AbortController().signal,
        onStart() {
          self.isStarted = true;
        },
        onDecision() {},
      }),
    );
    await world.pass(ended, () => false);
    await ended;
  } finally {
    uninstall();
    rmSync(folder, { recursive: true, force: true });
  }
  const began = Math.min(...stays.map(({ from }) => from));
  const lasted = Math.max(...stays.map(({ to }) => to)) - began;
  const seconds = Array.from({ length: Math.ceil(lasted / 1000) }, () => 0);
  for (const { from } of stays) {
    const second = Math.floor((from - began) / 1000);
    seconds[second] = (seconds[second] ?? 0) + latencyMs / 1000;
  }
  const worked = stays.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    share: worked / (slots * lasted),
    calls: stays.length,
    refused,
    seconds: lasted / 1000,
    busy: seconds,
  };
}
