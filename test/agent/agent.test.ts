import {
  type Model,
  Runner,
  type Span,
  type SpanData,
  setTraceProcessors,
  Usage,
  withTrace,
} from '@openai/agents';
import { assistantMessage, functionCall, ScriptedModel } from '@openai/agents/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeSpec } from '../../agents/judge.ts';
import policy from '../../agents/themes/policy.ts';
import waitingTime from '../../agents/themes/waiting_time.ts';
import { buildAgent, type Docket, handoffTo } from '../../src/agent/agent.ts';
import { renderDocket } from '../../src/agent/docket.ts';
import type { Verdict } from '../../src/domain/decision/outcome.ts';

type Output = ReturnType<typeof functionCall> | ReturnType<typeof assistantMessage>;

let spans: Span<SpanData>[] = [];
beforeAll(() => {
  setTraceProcessors([
    {
      async onTraceStart() {},
      async onTraceEnd() {},
      async onSpanStart() {},
      async onSpanEnd(span) {
        spans.push(span);
      },
      async forceFlush() {},
      async shutdown() {},
    },
  ]);
});
beforeEach(() => {
  spans = [];
});

/** A model that gives these replies, a turn each. */
function script(...turns: Output[][]): ScriptedModel {
  return new ScriptedModel(
    turns.map((output) => ({
      type: 'response' as const,
      response: { usage: new Usage({ requests: 1 }), output },
    })),
  );
}

let calls = 0;
function call(name: string, args: string | Record<string, unknown>): Output {
  return functionCall(name, args, { callId: `c${++calls}` });
}

function entry(ticket: string, verdict: 'yes' | 'no', confidence = 0.9) {
  return { ticket, verdict, confidence, quote: verdict === 'yes' ? 'fee' : '', rationale: 'so' };
}

function submit(...verdicts: object[]): Output {
  return call('submit_verdicts', { verdicts });
}

const good = () => submit(entry('q1', 'yes'), entry('q2', 'no'));
const goodAnswers = [
  ['q1', { verdict: 'yes', confidence: 0.9, quote: 'fee', rationale: 'so' }],
  ['q2', { verdict: 'no', confidence: 0.9, quote: '', rationale: 'so' }],
];

const prompt = renderDocket(['q1', 'q2'], [{ text: 'The fee is too high.' }, { text: 'Hello.' }]);

/** Runs a judge on the docket of q1 and q2. */
async function judge(model: Model, theme = policy): Promise<Docket<Verdict>> {
  const docket: Docket<Verdict> = { ids: ['q1', 'q2'] };
  const agent = buildAgent(judgeSpec(theme), model, { temperature: 0 });
  await new Runner().run(agent, prompt, { context: docket, maxTurns: 4 });
  return docket;
}

/** The same with as many turns as the model has words. */
async function judgeInVain(...turns: Output[][]): Promise<Docket<Verdict>> {
  const docket: Docket<Verdict> = { ids: ['q1', 'q2'] };
  const agent = buildAgent(judgeSpec(policy), script(...turns), {});
  const run = new Runner().run(agent, prompt, { context: docket, maxTurns: turns.length });
  await expect(run).rejects.toThrow(/[Mm]ax turns/);
  return docket;
}

/** What a judge was told of its call, in its last turn. */
function fedBack(model: ScriptedModel): string {
  const input = model.lastCall?.request.input;
  const results = Array.isArray(input)
    ? input.filter((item) => item.type === 'function_call_result')
    : [];
  return JSON.stringify(results.map((item) => item.output));
}

const answersOf = (docket: Docket<Verdict>) => docket.answers && [...docket.answers];

describe('an answer', () => {
  it('that fits the docket ends the run', async () => {
    const model = script([good()]);
    const docket = await judge(model);
    expect(answersOf(docket)).toEqual(goodAnswers);
    expect(docket.unfit).toBeUndefined();
    expect(model.calls).toHaveLength(1);
  });

  it('is asked for by tool, one call at a time, with the run’s settings', async () => {
    const model = script([good()]);
    await judge(model);
    expect(model.firstCall?.request).toMatchObject({
      modelSettings: { toolChoice: 'required', parallelToolCalls: false, temperature: 0 },
      tools: [{ name: 'submit_verdicts', strict: true }],
      outputType: 'text',
    });
    expect(model.firstCall?.request.systemInstructions).toContain('Theme: policy');
  });

  it.each([
    [
      'with a confidence of 950',
      () => submit(entry('q1', 'yes', 950), entry('q2', 'no', -1)),
      'bad_arguments',
      /confidence must be between 0 and 1, got 950/,
    ],
    [
      'with ids of its own making',
      () => submit(entry('T2', 'yes'), entry('T3', 'no')),
      'wrong_ids',
      /T2.* is not an id of this docket/,
    ],
    ['that is empty', () => submit(), 'wrong_ids', /0 of 2 answered; missing: q1, q2/],
    [
      'that contradicts itself',
      () => submit(entry('q1', 'yes'), entry('q1', 'no'), entry('q2', 'no'), entry('q2', 'yes')),
      'contradictory_answers',
      /two different answers for q1/,
    ],
  ])(
    '%s is fed back with the reason, and the next turn recovers',
    async (_, bad, cause, reason) => {
      const stubborn = await judgeInVain([bad()], [bad()]);
      expect(stubborn.answers).toBeUndefined();
      expect(stubborn.unfit?.cause).toBe(cause);
      expect(stubborn.unfit?.detail).toMatch(reason);
      const model = script([bad()], [good()]);
      const docket = await judge(model);
      expect(docket.unfit).toBeUndefined();
      expect(fedBack(model)).toMatch(reason);
      expect(fedBack(model)).toMatch(/Not taken.*Call submit_verdicts again/);
      expect(answersOf(docket)).toEqual(goodAnswers);
      expect(model.lastCall?.request.modelSettings.toolChoice).toBe('required');
    },
  );

  it.each([
    ['a verdict that is neither yes nor no', { verdict: 'maybe' }, /^verdict: /],
    ['a field left out', { rationale: undefined }, /^rationale: /],
  ])('with %s costs only its own ticket', async (_, change, detail) => {
    const docket = await judge(
      script([submit(entry('q1', 'yes'), { ...entry('q2', 'no'), ...change })]),
    );
    expect(answersOf(docket)).toEqual(goodAnswers.slice(0, 1));
    expect(docket.unfit).toEqual({ cause: 'bad_arguments', detail: expect.stringMatching(detail) });
  });

  it('that leaves a ticket out is taken for the others, and says what is missing', async () => {
    const docket = await judge(script([submit(entry('q1', 'yes'))]));
    expect(answersOf(docket)).toEqual(goodAnswers.slice(0, 1));
    expect(docket.unfit).toEqual({
      cause: 'wrong_ids',
      detail: '1 of 2 answered; missing: q2',
    });
  });

  it('that is no JSON is fed back, and the next turn recovers', async () => {
    const broken = () => call('submit_verdicts', '{"verdicts":[{"ticket":"q1",');
    expect((await judgeInVain([broken()], [broken()])).unfit).toEqual({
      cause: 'bad_arguments',
      detail: 'the arguments are not JSON',
    });
    const model = script([broken()], [good()]);
    const docket = await judge(model);
    expect(fedBack(model)).toContain('try again with valid JSON');
    expect(answersOf(docket)).toEqual(goodAnswers);
  });

  it('in plain text is none', async () => {
    const model = script([assistantMessage('Yes, q1 is about policy; q2 is not.')]);
    const docket = await judge(model);
    expect(docket.answers).toBeUndefined();
  });
});

describe('two calls in one reply', () => {
  it('that contradict each other are not taken, and the next turn starts afresh', async () => {
    const other = submit(entry('q1', 'no'), entry('q2', 'yes'));
    const model = script([good(), other], [good()]);
    const docket = await judge(model);
    expect(model.calls).toHaveLength(2);
    expect(fedBack(model)).toContain('two different answers for q1');
    expect(answersOf(docket)).toEqual(goodAnswers);
  });

  it('that contradict each other in every turn leave no answers', async () => {
    const other = () => submit(entry('q1', 'no'), entry('q2', 'yes'));
    const model = script([good(), other()], [good(), other(), good()], [assistantMessage('?')]);
    const docket = await judge(model);
    expect(docket.answers).toBeUndefined();
    expect(docket.unfit?.cause).toBe('contradictory_answers');
  });

  it('are taken for the tickets on which they agree', async () => {
    const docket = await judge(script([good(), submit(entry('q1', 'no'), entry('q2', 'no'))]));
    expect(answersOf(docket)).toEqual(goodAnswers.slice(1));
    expect(docket.unfit?.cause).toBe('contradictory_answers');
  });

  it('that say the same are taken, also in another order', async () => {
    for (const twin of [good(), submit(entry('q2', 'no', 90), entry('q1', 'yes', 90))]) {
      const model = script([good(), twin]);
      expect(answersOf(await judge(model))).toEqual(goodAnswers);
      expect(model.calls).toHaveLength(1);
    }
  });
});

describe('a theme that brings a tool', () => {
  const days = (from: string, to: string) => call('days_between', { from, to });

  it('has it run before the verdict', async () => {
    const model = script([days('2026-02-27', '2026-03-15')], [good()]);
    const docket = await judge(model, waitingTime);
    expect(model.firstCall?.request.tools.map((tool) => 'name' in tool && tool.name)).toEqual([
      'submit_verdicts',
      'days_between',
    ]);
    expect(fedBack(model)).toContain('{\\"days\\":16}');
    expect(answersOf(docket)).toEqual(goodAnswers);
  });

  it('that never comes to a verdict leaves no answers, and says why', async () => {
    const docket: Docket<Verdict> = { ids: ['q1', 'q2'] };
    const model = script([days('2026-02-27', '2026-03-15')], [days('2026-02-27', '2026-03-15')]);
    const agent = buildAgent(judgeSpec(waitingTime), model, {});
    const run = new Runner().run(agent, prompt, { context: docket, maxTurns: 2 });
    await expect(run).rejects.toThrow(/[Mm]ax turns/);
    expect(docket).toMatchObject({ unfit: { cause: 'text_instead_of_tool' } });
    expect(docket.answers).toBeUndefined();
  });

  it('goes on to its verdict when the tool fails', async () => {
    const model = script([days('yesterday', '2026-03-15')], [good()]);
    expect(answersOf(await judge(model, waitingTime))).toEqual(goodAnswers);
    expect(fedBack(model)).not.toContain('days\\":');
  });

  it('may use the tool and answer in one reply', async () => {
    const model = script([days('2026-03-01', '2026-03-02'), good()]);
    expect(answersOf(await judge(model, waitingTime))).toEqual(goodAnswers);
    expect(model.calls).toHaveLength(1);
  });
});

describe('handoffTo', () => {
  const handOver = {
    handed: [
      { reason: 'speaks of a fee', tickets: ['q1'] },
      { reason: 'perhaps', tickets: ['q2'] },
    ],
  };

  async function handOverTo(model: ScriptedModel): Promise<Docket<Verdict>> {
    const docket: Docket<Verdict> = { ids: ['q1', 'q2'] };
    const toJudge = handoffTo(buildAgent(judgeSpec(policy), model, {}));
    await withTrace('hearing', () =>
      new Runner().run(toJudge(handOver), prompt, { context: docket, maxTurns: 3 }),
    );
    return docket;
  }

  it('has the judge answer, at the cost of the judge’s call alone', async () => {
    const model = script([good()]);
    expect(answersOf(await handOverTo(model))).toEqual(goodAnswers);
    model.assertComplete();
  });

  it('leaves a handoff span from triage to the judge, in one trace with both agents', async () => {
    await handOverTo(script([good()]));
    const handoffs = spans.filter(({ spanData }) => spanData.type === 'handoff');
    expect(handoffs.map(({ spanData }) => spanData)).toMatchObject([
      { from_agent: 'triage', to_agent: 'judge:policy' },
    ]);
    expect(handoffs[0]?.error).toBeNull();
    const agents = spans.flatMap(({ spanData }) =>
      spanData.type === 'agent' ? [spanData.name] : [],
    );
    expect(agents).toEqual(['triage', 'judge:policy']);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  it('gives the judge a clean input: the docket and nothing of triage', async () => {
    const model = script([good()]);
    await handOverTo(model);
    const { input, systemInstructions, handoffs } = model.firstCall?.request ?? {};
    expect(input).toEqual([expect.objectContaining({ role: 'user', content: prompt })]);
    expect(JSON.stringify(input)).not.toContain('speaks of a fee');
    expect(systemInstructions).toBe(judgeSpec(policy).instructions);
    expect(handoffs).toEqual([]);
  });

  it('feeds an unfit answer back to the judge, not to triage', async () => {
    const model = script([submit()], [good()]);
    expect(answersOf(await handOverTo(model))).toEqual(goodAnswers);
    expect(fedBack(model)).toContain('missing: q1, q2');
  });
});
