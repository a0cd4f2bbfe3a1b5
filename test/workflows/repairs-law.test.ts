import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defineTheme } from '../../agents/judge.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { Repairs } from '../../src/model/answers/repairs.ts';
import { ModelFault } from '../../src/model/faults/fault.ts';
import { isExcused } from '../../src/model/limits/usefulness.ts';
import { type ModelWindow, openWindow } from '../../src/model/window.ts';
import { plannedCalls } from '../../src/tribunal/estimate/share-out.ts';
import { Tribunal } from '../../src/tribunal/tribunal.ts';
import { createMemory, free } from '../model/judge-request.ts';
import { type Fault, startChatServer } from '../support/chat-server.ts';
import { type Asked, holdCourt, speak, verdicts } from '../support/court.ts';

const themes = ['Late', 'Lost', 'Rude', 'Wet'].map((name) =>
  defineTheme({ name, definition: name }),
);

/** Two routes a ticket, and a yes of each. */
function answer({ tool, lines }: Pick<Asked, 'tool' | 'lines'>): {
  [list: string]: { ticket: unknown }[];
} {
  if (tool !== 'route_tickets') return verdicts(lines, 'yes');
  const routes = ['late', 'wet'].map((theme) => ({ theme, reason: 'it might' }));
  return { tickets: lines.map(({ id }) => ({ ticket: id, routes, sentiment: 0.5 })) };
}

const useless = fc.record({
  share: fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100),
  by: fc.constantFrom('call', 'ticket', 'entry'),
  kind: fc.constantFrom('prose', 'refusal', 'other ids'),
  docket: fc.constantFrom(1, 4, 16),
  concurrency: fc.constantFrom(1, 64),
  seed: fc.nat(1000),
});

const spoilt = fc.record({
  share: fc.integer({ min: 1, max: 20 }).map((twentieths) => twentieths / 20),
  kinds: fc.subarray<Fault>(
    ['text', 'refusal', 'broken-arguments', 'bad-arguments', 'wrong-ids', 'empty', 'length'],
    { minLength: 1 },
  ),
  docket: fc.constantFrom(4, 16),
  concurrency: fc.constantFrom(1, 64),
  seed: fc.nat(1000),
});

it('a model that is useless at times never costs more than three times the plan and ten calls', async () => {
  await fc.assert(
    fc.asyncProperty(useless, async ({ share, by, kind, docket, concurrency, seed }) => {
      const random = seededRandom(seed);
      const isPoison = Array.from({ length: tickets }, () => random() < share);
      const model = speak((asked) => {
        const said = answer(asked);
        const [list = '', entries = []] = Object.entries(said)[0] ?? [];
        if (by === 'entry') return { [list]: entries.filter(() => random() >= share) };
        const isUseless =
          by === 'call' ? random() < share : asked.lines.some(({ text }) => isPoison[Number(text)]);
        if (!isUseless) return said;
        if (kind === 'prose') return 'I would rather not.';
        if (kind === 'refusal') throw new ModelFault('refusal', 'I can not.');
        return { [list]: entries.map((entry) => ({ ...entry, ticket: 'q0' })) };
      });
      const window = { model: () => model, identity: () => 'test' };
      const planned = await hearAll(() => window, { docket, concurrency });
      expect(model.asked.length).toBeLessThanOrEqual(3 * planned + 10);
    }),
    { numRuns: 10 },
  );
});

it('nor where the server is asked in other ways, until one is found that is answered', async () => {
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ share, kinds, docket, concurrency, seed }) => {
      const random = seededRandom(seed);
      const server = await startChatServer({
        keepRequests: false,
        answer: ({ tool, tickets: lines }) => answer({ tool, lines }),
        faults: () => (random() < share ? kinds[Math.floor(random() * kinds.length)] : undefined),
      });
      const endpoint = { model: 'mock', baseURL: server.baseURL, api: 'chat' } as const;
      const planned = await hearAll(
        (repairs) =>
          openWindow(
            endpoint,
            createMemory(),
            {
              timeoutMs: 5000,
              pauseMs: 1,
              tariff: () => free,
              mayRepeat: (cause) => isExcused(cause) || repairs.askAgain(1),
            },
            {},
          ),
        { docket, concurrency },
      );
      await server.close();
      expect(server.count()).toBeLessThanOrEqual(3 * planned + 10);
    }),
    {
      numRuns: 4,
      examples: [
        [
          {
            share: 0.55,
            kinds: ['bad-arguments', 'wrong-ids', 'empty'],
            docket: 4,
            concurrency: 1,
            seed: 8,
          },
        ],
      ],
    },
  );
});

/** Has all tickets heard, and returns the calls that were planned. */
async function hearAll(
  open: (repairs: Repairs) => ModelWindow,
  { docket, concurrency }: { docket: number; concurrency: number },
): Promise<number> {
  const options = { route: 'triage', aggregate: 'conflicts' } as const;
  const planned = (count: number) => plannedCalls({ ...options, docket }, themes, count);
  const repairs = new Repairs(planned);
  const court = await holdCourt({ docketSize: docket, concurrency, repairs });
  const tribunal = new Tribunal(court, themes, open(repairs), options);
  const heard = Array.from({ length: tickets }, (_, row) =>
    tribunal.hear({ row, id: `T${row}`, text: String(row), context: {}, cells: [] }),
  );
  court.flow.end();
  await Promise.allSettled(heard);
  return planned(tickets);
}

const tickets = 30;
