import { describe, expect, it } from 'vitest';
import { defineTheme } from '../../../agents/judge.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { TribunalOptions } from '../../../src/tribunal/agents.ts';
import { Tribunal } from '../../../src/tribunal/tribunal.ts';
import { type Asked, holdCourt, speak, tempLedger } from '../../support/court.ts';
import { cellsOf, type Say, stackedVerdicts } from '../../support/stacked.ts';

const themes = ['bag', 'late', 'rude', 'price'].map((id) =>
  defineTheme({ id, name: `About ${id}`, definition: `It is about ${id}.` }),
);
const words = themes.map(({ id }) => id);
const tickets = Array.from({ length: 10 }, (_, index) => {
  const text = `ticket ${index} about ${words[index % 4]}`;
  return { row: index + 1, id: `T${index}`, text, context: {}, cells: [text] };
});
const truth: Say = (text, theme) => (text.endsWith(theme) ? 'yes' : 'no');

async function hear(
  answer: (asked: Asked, call: number) => object | string = (asked) =>
    stackedVerdicts(asked, truth),
  options: Partial<TribunalOptions> & { ledger?: Ledger; docketSize?: number } = {},
) {
  const { ledger = (await tempLedger()).ledger, docketSize = 5, ...others } = options;
  const court = await holdCourt({ ledger, docketSize });
  const model = speak(answer);
  const tribunal = new Tribunal(
    court,
    themes,
    { model: () => model, identity: () => 'm' },
    {
      route: 'all',
      aggregate: 'never',
      stack: 4,
      ...others,
    },
  );
  court.flow.begin();
  const hearing = Promise.all(tickets.map((ticket) => tribunal.hear(ticket)));
  court.flow.end();
  const heard = await hearing;
  await court.recorder.forceFlush();
  return { ledger, heard, calls: model.asked, court };
}

function expectRight(heard: Awaited<ReturnType<typeof hear>>['heard']) {
  for (const [index, { decision }] of heard.entries()) {
    expect(decision.outcomes.map(({ theme }) => theme)).toEqual(words);
    for (const outcome of decision.outcomes)
      expect(outcome).toMatchObject({
        kind: 'verdict',
        verdict: truth(tickets[index]?.text ?? '', outcome.theme),
      });
  }
}

describe('stacked judges', () => {
  it('answer many tickets times many themes in one call, each for itself', async () => {
    const { heard, calls, ledger } = await hear();
    expectRight(heard);
    expect(calls.map(({ lines }) => lines.length)).toEqual([5, 5]);
    expect(calls.flatMap(cellsOf)).toHaveLength(40);
    const agents = await ledger.records.countAgents('run');
    expect(agents).toMatchObject(
      words
        .toSorted()
        .map((theme) => ({ agent: `judge:${theme}`, dockets: 2, tickets: 10, calls: 0.5 })),
    );
    expect(await ledger.records.countCalls('run')).toMatchObject({
      dockets: 2,
      calls: 2,
    });
  });

  it('are asked again about the cells alone that are missing, unreadable, foreign or contradicted', async () => {
    const { heard, calls } = await hear((asked, call) => {
      const said = stackedVerdicts(asked, truth);
      if (call > 1) return said;
      const [first, second, third, fourth] = said.verdicts;
      said.verdicts.splice(0, 1);
      Object.assign(second ?? {}, { confidence: 950 });
      Object.assign(third ?? {}, { ticket: 'q99999t1' });
      said.verdicts.push({ ...fourth, verdict: fourth?.verdict === 'yes' ? 'no' : 'yes' } as never);
      expect(first).toBeDefined();
      return said;
    });
    expectRight(heard);
    expect(calls.flatMap(cellsOf)).toHaveLength(44);
  });

  it('use what single judges answered, and the other way round', async () => {
    const { ledger } = await hear(undefined, { stack: 1 });
    const again = await hear(undefined, { ledger });
    expect(again.calls).toEqual([]);
    expectRight(again.heard);
    const stacked = await hear();
    expect((await hear(undefined, { ledger: stacked.ledger, stack: 1 })).calls).toEqual([]);
  });

  it('are asked by themselves where the model can answer no stack', async () => {
    const { heard, calls } = await hear((asked) =>
      asked.instructions.includes('Theme t1:')
        ? 'I see many themes.'
        : stackedVerdicts(asked, truth),
    );
    expectRight(heard);
    expect(
      calls
        .filter(({ instructions }) => instructions.includes('Theme t1:'))
        .map(({ lines }) => lines.length),
    ).toEqual([5, 1]);
  });

  it('with models or tools of their own stay alone', async () => {
    const own = defineTheme({ id: 'own', name: 'Own', definition: 'Own.', judge: { model: 'x' } });
    themes.push(own);
    try {
      const { calls } = await hear();
      expect(calls.map(({ instructions }) => /^Theme: own$/m.test(instructions))).toEqual(
        expect.arrayContaining([true, false]),
      );
      expect(calls).toHaveLength(4);
    } finally {
      themes.pop();
    }
  });

  it('vote in dockets of their own', async () => {
    const { heard, calls } = await hear(
      (asked, call) => stackedVerdicts(asked, call % 3 === 0 ? () => 'no' : truth),
      { votes: 3, docketSize: 10 },
    );
    expect(calls).toHaveLength(3);
    expectRight(heard);
  });

  it('are traced one by one, each with its handoff and its share of the call', async () => {
    const { ledger, heard } = await hear();
    const sources = Object.values(heard[0]?.sources ?? {});
    const answers = await ledger.cases.answers(sources);
    expect(answers.map(({ agent }) => agent).toSorted()).toEqual(
      words.map((theme) => `judge:${theme}`).toSorted(),
    );
    for (const { agent, docket } of answers) {
      const spans = await ledger.stories.spans([docket]);
      expect(spans.map(({ kind, name, docket: of }) => [kind, name, of])).toEqual(
        expect.arrayContaining([
          ['handoff', `triage -> ${agent}`, docket],
          ['agent', agent, docket],
        ]),
      );
      expect(spans.filter(({ kind }) => kind === 'generation')).toHaveLength(1);
      expect(JSON.stringify(spans.map(({ name }) => name))).not.toContain('judges');
    }
  });
});
