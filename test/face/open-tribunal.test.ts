import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import {
  type HeardTicket,
  type ModelQuestion,
  type OpenTribunal,
  openLedger,
  openTribunal,
  RunStopped,
  type TribunalSettings,
} from '../../src/index.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, themesFile } from '../support/files.ts';

const folder = tempFolder();
const themes = themesFile(folder);
let opened = 0;

async function open(settings: TribunalSettings = {}): Promise<OpenTribunal & { ledger: string }> {
  opened += 1;
  const ledger = settings.ledger ?? path.join(folder, `${opened}.db`);
  const tribunal = await openTribunal({ themes, ...settings, ledger });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= tribunal.close();
    return closing;
  };
  whenTestEnds(close);
  return { ...tribunal, close, ledger };
}

async function all(heard: AsyncIterable<HeardTicket>): Promise<HeardTicket[]> {
  const list: HeardTicket[] = [];
  for await (const one of heard) list.push(one);
  return list;
}

const late = (count: number) =>
  Array.from({ length: count }, (_, row) => `The flight was late ${row}.`);

/** Says no to everything, and whatever the test wants besides. */
function denier(before: (question: ModelQuestion) => unknown = () => {}) {
  return {
    name: 'denier',
    async answer(question: ModelQuestion) {
      await before(question);
      const ids = question.tickets.map(({ id }) => id);
      if (question.agent === 'triage')
        return {
          tickets: ids.map((ticket) => ({
            ticket,
            sentiment: 0.1,
            routes: [{ theme: 'late_flight', reason: 'why not' }],
          })),
        };
      if (question.agent === 'aggregator')
        return JSON.stringify({
          decisions: ids.map((ticket) => ({
            ticket,
            themes: [],
            confidence: 0.9,
            sentiment: 0.1,
            justification: 'nothing',
            needs_review: false,
          })),
        });
      return {
        verdicts: ids.map((ticket) => ({
          ticket,
          verdict: 'no',
          confidence: 0.9,
          quote: '',
          rationale: 'no',
        })),
      };
    },
  };
}

it('decides one ticket, given as its text', async () => {
  const tribunal = await open();
  const [only, ...others] = await all(tribunal.hear('The flight was late.'));
  expect(others).toEqual([]);
  expect(only).toMatchObject({ ticket: { id: '1' }, decision: { themes: ['late_flight'] } });
});

it('two at once keep their decisions and spans each in a ledger of its own', async () => {
  const [one, other] = [await open(), await open()];
  await Promise.all([all(one.hear(late(40))), all(other.hear(late(60)))]);
  await Promise.all([one.close(), other.close()]);
  for (const [{ ledger }, count] of [
    [one, 40],
    [other, 60],
  ] as const) {
    await using reader = await openLedger(ledger);
    const [run, ...others] = await reader.runs();
    expect(others).toEqual([]);
    expect(run).toMatchObject({ workflow: 'script', status: 'finished' });
    let decided = 0;
    for await (const { ticket, decision } of reader.results()) {
      expect(decision).toBeDefined();
      decided += 1;
      const kinds = (await reader.trace(ticket.id)).map(({ kind }) => kind);
      expect(kinds).toContain('handoff');
    }
    expect(decided).toBe(count);
  }
});

it('hears several streams of one tribunal in one run, and keeps what belongs to a ticket', async () => {
  const tribunal = await open();
  const given = (id: string) => [{ id, text: 'The bag is lost.', context: { subject: 'My bag' } }];
  const heard = await Promise.all([all(tribunal.hear(given('A'))), all(tribunal.hear(given('B')))]);
  expect(
    heard
      .flat()
      .map(({ ticket }) => [ticket.id, ticket.context])
      .sort(),
  ).toEqual([
    ['A', { subject: 'My bag' }],
    ['B', { subject: 'My bag' }],
  ]);
  expect((await tribunal.trace('B')).length).toBeGreaterThan(5);
  const unknown = tribunal.hear([{ text: 'Hello.', context: { product: 'seat' } }]);
  await expect(all(unknown)).rejects.toThrow("openTribunal({ context: ['subject', 'product'] })");
});

it('takes no more tickets than fill its calls while nobody takes the decisions', async () => {
  const tribunal = await open({ docket: 4, concurrency: 1 });
  let taken = 0;
  async function* many() {
    for (const text of late(300)) {
      taken += 1;
      yield text;
    }
  }
  const hearing = tribunal.hear(many());
  await hearing.next();
  await sleep(300);
  // Dockets of 4, for triage, two judges and the aggregator, of which some wait and some are out.
  expect(taken).toBeLessThan(60);
  expect((await all(hearing)).length).toBe(299);
});

it('asks a model of your own, and takes its failure for one', async () => {
  const tribunal = await open({ model: denier() });
  const [calm] = await all(tribunal.hear('Hello.'));
  expect(calm?.decision).toMatchObject({ status: 'decided', themes: [], sentiment: 0.1 });
  const broken = await open({
    model: denier(({ agent }) => {
      if (agent.startsWith('judge')) throw new Error('the line is dead');
    }),
  });
  const [failed] = await all(broken.hear('Hello.'));
  expect(failed?.decision).toMatchObject({
    status: 'failed',
    outcomes: [{ kind: 'failed', detail: 'the line is dead' }, { kind: 'not_routed' }],
  });
});

it('asks a model of your own only as often as it may be asked: in a run, a minute and a day', async () => {
  let calls = 0;
  const model = denier(() => {
    calls += 1;
  });
  const how = { model, route: 'all', aggregate: 'never', docket: 1 } as const;
  const { ledger, ...run } = await open({ ...how, maxCalls: 3 });
  await expect(all(run.hear(late(9)))).rejects.toThrow('--max-calls 3 is reached');
  expect(calls).toBe(3);
  await run.close();
  const today = await open({ ...how, ledger, rpd: 4 });
  await expect(all(today.hear(late(9)))).rejects.toThrow('--rpd 4 is reached');
  expect(calls).toBe(4);

  const leaving = new AbortController();
  const paced = await open({ ...how, rpm: 1, signal: leaving.signal });
  const hearing = all(paced.hear(['The bag is blue.'])).catch((error: Error) => error.name);
  await vi.waitUntil(() => calls === 5);
  leaving.abort();
  expect(await hearing).toBe('AbortError');
  expect(calls).toBe(5);
});

it('refuses maxCost beside a model of your own, whose cost nobody knows', async () => {
  const model = { name: 'mine', answer: () => '' };
  await expect(openTribunal({ ledger: tempFolder(), model, maxCost: 5 })).rejects.toThrow(
    'set maxCalls',
  );
});

it('ends at its limit though the source says nothing more, and what was decided is kept', async () => {
  const tribunal = await open({
    model: denier(({ agent, prompt }) => {
      if (prompt.includes('late') && agent === 'triage') throw new Error('no');
    }),
    maxFailed: 0.1,
    docket: 1,
  });
  async function* stalled() {
    yield* Array.from({ length: 3 }, (_, row) => `Hello ${row}`);
    yield* late(70);
    await new Promise(() => {});
  }
  const decided: HeardTicket[] = [];
  const hearing = (async () => {
    for await (const one of tribunal.hear(stalled())) decided.push(one);
  })();
  await expect(hearing).rejects.toThrow(RunStopped);
  expect(decided.length).toBeGreaterThanOrEqual(6);
});

it('stops when the signal fires, with its reason, and when the reader leaves', async () => {
  const stop = new AbortController();
  const tribunal = await open({ signal: stop.signal, docket: 2 });
  for await (const { ticket } of tribunal.hear(late(500))) if (ticket.row > 20) break;
  const hearing = (async () => {
    for await (const _ of tribunal.hear(late(500))) stop.abort(new Error('enough'));
  })();
  await expect(hearing).rejects.toThrow('enough');
  await tribunal.close();
  await using reader = await openLedger(tribunal.ledger);
  expect(await reader.runs()).toMatchObject([{ status: 'interrupted' }]);
});

it('changes the way of a ticket by a flow, whose error is its own', async () => {
  const tribunal = await open();
  const [only] = await all(
    tribunal.hear('The flight was late.', {
      async flow(ticket, swarm) {
        const routes = new Map([['lost_bag', 'the flow says so']]);
        return swarm.decide(ticket, { outcomes: await swarm.handOff(ticket, routes) });
      },
    }),
  );
  expect(only?.decision.outcomes).toMatchObject([
    { theme: 'late_flight', kind: 'not_routed' },
    { theme: 'lost_bag', kind: 'verdict' },
  ]);
  const flow = async () => {
    throw new Error('a mistake in the flow');
  };
  await expect(all(tribunal.hear(late(3), { flow }))).rejects.toThrow('a mistake in the flow');
});

it('judges a file as the command does, and scores what it did', async () => {
  const tribunal = await open({ themes: 'agents/themes' });
  const out = path.join(folder, 'results.csv');
  const report = await tribunal.batch('data/tickets.csv', { out: [out] });
  expect(report).toMatchObject({ status: 'finished', counts: { tickets: 116 } });
  const { macro } = await tribunal.evaluate({ gold: 'data/gold.csv' });
  expect(macro.f1).toBeGreaterThan(0.4);
  expect((await tribunal.diagnose({ gold: 'data/gold.csv' })).labelled).toBe(116);
});
