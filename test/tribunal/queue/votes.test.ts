import { describe, expect, it } from 'vitest';
import { defineTheme } from '../../../agents/judge.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { ModelWindow } from '../../../src/model/window.ts';
import type { TribunalOptions } from '../../../src/tribunal/agents.ts';
import { Tribunal } from '../../../src/tribunal/tribunal.ts';
import { type Asked, holdCourt, speak, tempLedger, verdicts } from '../../support/court.ts';

const themes = [defineTheme({ name: 'Lost bag', definition: 'A bag has been lost.' })];
const tickets = [1, 2, 3, 4, 5, 6, 7, 8].map((row) => {
  const text = `My bag is gone, number ${row}`;
  return { row, id: `T${row}`, text, context: {}, cells: [text] };
});

/** Hears all tickets, and says who was asked what in which order. */
async function hear(
  ledger: Ledger,
  answer: (model: string, asked: Asked) => object | string,
  options: Partial<TribunalOptions>,
) {
  const court = await holdCourt({ ledger, docketSize: 8 });
  const models = new Map<string, ReturnType<typeof speak>>();
  const window: ModelWindow = {
    model(name = 'run') {
      const model = models.get(name) ?? speak((asked) => answer(name, asked));
      models.set(name, model);
      return model;
    },
    identity: (name = 'run') => name,
  };
  const tribunal = new Tribunal(court, themes, window, {
    route: 'all',
    aggregate: 'never',
    ...options,
  });
  const heard = await Promise.all(tickets.map((ticket) => tribunal.hear(ticket)));
  const asked = [...models].flatMap(([name, model]) =>
    model.asked.map(({ lines }) => ({ name, texts: lines.map(({ text }) => String(text)) })),
  );
  const reused = heard.reduce((sum, one) => sum + one.reused, 0);
  return { heard, asked, reused, outcomes: heard.map(({ decision }) => decision.outcomes[0]) };
}

describe('votes', () => {
  it('travel in dockets of their own, each in another order, and the majority stands', async () => {
    const { ledger } = await tempLedger();
    let call = 0;
    const { asked, outcomes, heard } = await hear(
      ledger,
      (_, { lines }) => verdicts(lines, ++call === 2 ? 'no' : 'yes'),
      { votes: 3 },
    );
    expect(asked.map(({ texts }) => texts.length)).toEqual([8, 8, 8]);
    expect(new Set(asked.map(({ texts }) => texts.join())).size).toBe(3);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        kind: 'verdict',
        verdict: 'yes',
        confidence: 0.6,
        votes: { yes: 2, no: 1, failed: 0 },
      });
    expect(Object.keys(heard[0]?.sources ?? {})).toEqual([
      ...['judge:lost_bag', 'judge:lost_bag#1', 'judge:lost_bag#2'],
    ]);
  });

  it('start from the single vote that there is, and none is paid for twice', async () => {
    const { ledger } = await tempLedger();
    const yes = (_: string, { lines }: Asked) => verdicts(lines, 'yes');
    const single = await hear(ledger, yes, {});
    expect(single.asked).toHaveLength(1);
    expect(single.outcomes[0]).not.toHaveProperty('votes');
    const three = await hear(ledger, yes, { votes: 3 });
    expect(three.asked).toHaveLength(2);
    expect(three.reused).toBe(0);
    const five = await hear(ledger, yes, { votes: 5 });
    expect(five.asked).toHaveLength(2);
  });

  it('that fail are no votes against', async () => {
    const { ledger } = await tempLedger();
    const { outcomes } = await hear(
      ledger,
      (name, { lines }) => (name === 'broken' ? 'I would rather not say.' : verdicts(lines, 'yes')),
      { panel: ['good', 'broken', 'better'] },
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ verdict: 'yes', votes: { yes: 2, no: 0, failed: 1 } });
  });

  it('of which too few come are a failure', async () => {
    const { ledger } = await tempLedger();
    const { heard, outcomes } = await hear(
      ledger,
      (name, { lines }) => (name === 'good' ? verdicts(lines, 'yes') : 'I would rather not say.'),
      { panel: ['good', 'broken', 'worse'] },
    );
    expect(outcomes[0]).toMatchObject({
      kind: 'failed',
      cause: 'text_instead_of_tool',
      detail: expect.stringMatching(/^2 of 3 votes failed: /),
    });
    expect(heard[0]?.decision.status).toBe('failed');
  });
});

describe('a panel', () => {
  it('shares its members’ answers with runs that ask them alone', async () => {
    const { ledger } = await tempLedger();
    const yes = (_: string, { lines }: Asked) => verdicts(lines, 'yes');
    await hear(ledger, yes, { panel: ['a', 'b'] });
    const { asked } = await hear(ledger, yes, { panel: ['b', 'c', 'a'] });
    expect(asked.map(({ name }) => name)).toEqual(['c']);
  });

  it('that is tied says no, and nobody is sure of it', async () => {
    const { ledger } = await tempLedger();
    const { heard } = await hear(
      ledger,
      (name, { lines }) => verdicts(lines, name === 'a' ? 'yes' : 'no'),
      { panel: ['a', 'b'] },
    );
    expect(heard[0]?.decision).toMatchObject({
      status: 'review',
      conflicts: [{ kind: 'low_confidence' }],
    });
  });
});
