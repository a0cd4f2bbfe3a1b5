import { setImmediate as aMoment } from 'node:timers/promises';
import { type ModelResponse, Usage } from '@openai/agents';
import { expect, it, vi } from 'vitest';
import { ModelFault } from '../../../src/model/faults/fault.ts';
import { faultOfAnswer } from '../../../src/model/faults/read-fault.ts';
import { Breaker } from '../../../src/model/limits/breaker.ts';
import { Budget } from '../../../src/model/limits/budget.ts';
import { Gate } from '../../../src/model/limits/gate.ts';
import { passage } from '../../../src/model/limits/passage.ts';
import { Pacer } from '../../../src/model/pacing/pacer.ts';
import { Slots } from '../../../src/model/pacing/slots.ts';
import { eventClock } from '../event-clock.ts';
import { askedAs, free, requestOf } from '../judge-request.ts';

const latencyMs = 300;
const answer: ModelResponse = {
  usage: new Usage({}),
  output: [
    {
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: 'no' }],
    },
  ],
};

/** A server of so many slots, which refuses in these words what is too much at once, and the calls that find it, in hand-made time. */
async function fill(slots: number, calls: number, words: string) {
  const clock = eventClock();
  vi.spyOn(Date, 'now').mockImplementation(clock.now);
  const gate = new Gate({
    endpoint: 'server',
    stop: new AbortController().signal,
    pacer: new Pacer({}, [], clock),
    breaker: new Breaker({ say: () => {}, clock }),
    slots: new Slots(8, 64),
    journal: { intend: () => ({ send: async () => {}, settle() {}, recall() {} }) },
    budget: new Budget([]),
  });
  const began = clock.now();
  let [busy, worked, refused, ended] = [0, 0, 0, 0];
  const serve = async () => {
    const way = passage.getStore();
    await way?.leave(undefined);
    way?.left();
    if (busy >= slots) {
      refused += 1;
      throw faultOfAnswer(429, JSON.stringify({ error: { message: words } }));
    }
    busy += 1;
    await clock.sleep(latencyMs, undefined);
    busy -= 1;
    worked += latencyMs;
    ended = clock.now();
    return answer;
  };
  const ask = async (): Promise<void> => {
    try {
      await gate.pass(requestOf(), free, serve);
    } catch (error) {
      if (!(error instanceof ModelFault)) throw error;
      await clock.sleep(250, undefined);
      await ask();
    }
  };
  const all = Promise.all(
    Array.from({ length: calls }, () =>
      clock.during(() => aMoment()).then(() => askedAs(requestOf(), ask)),
    ),
  );
  let isOver = false;
  void all.finally(() => {
    isOver = true;
  });
  for (let until = began; !isOver; until += 1000) await clock.pass(until);
  await all;
  return { used: worked / (slots * (ended - began)), refused: refused / calls };
}

it.each([
  [2, 200],
  [8, 800],
  [20, 3000],
])(
  '%i slots are used to at least 85 %% where the server says that they are taken',
  async (slots, calls) => {
    const { used, refused } = await fill(slots, calls, 'Too many concurrent requests');
    expect(used).toBeGreaterThan(0.85);
    expect(refused).toBeLessThan(0.05);
  },
);

it('would not be where that were read as a rate', async () => {
  const { used } = await fill(8, 800, 'Too many requests');
  expect(used).toBeLessThan(0.85);
});
