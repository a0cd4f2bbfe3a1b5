import {
  Runner,
  type Span,
  type SpanData,
  setTraceProcessors,
  Usage,
  withTrace,
} from '@openai/agents';
import { functionCall, ScriptedModel } from '@openai/agents/testing';
import { describe, expect, it } from 'vitest';
import { judgeSpec } from '../../../agents/judge.ts';
import policy from '../../../agents/themes/policy.ts';
import { buildAgent, type Docket } from '../../../src/agent/agent.ts';
import type { Verdict } from '../../../src/domain/decision/outcome.ts';
import { Overheard } from '../../../src/tribunal/queue/overheard.ts';

const entry = (ticket: string) =>
  ({ ticket, quote: '', rationale: 'so', verdict: 'no', confidence: 0.9 }) as const;
/** As a model wrote it, with blanks of its own. */
const textOf = (...ids: string[]) => JSON.stringify({ verdicts: ids.map(entry) }, null, 2);

/** What a judge makes of these answers about two tickets, a turn each. */
async function judge(...answers: string[]) {
  const spans: Span<SpanData>[] = [];
  const nothing = async () => {};
  const onSpanEnd = async (span: Span<SpanData>) => void spans.push(span);
  setTraceProcessors([
    {
      onTraceStart: nothing,
      onTraceEnd: nothing,
      onSpanStart: nothing,
      onSpanEnd,
      forceFlush: nothing,
      shutdown: nothing,
    },
  ]);
  const model = new ScriptedModel(
    answers.map((args, index) => ({
      type: 'response' as const,
      response: {
        usage: new Usage({ requests: 1 }),
        output: [functionCall('submit_verdicts', args, { callId: `c${index}` })],
      },
    })),
  );
  const [overheard, spec] = [new Overheard(), judgeSpec(policy)];
  const agent = buildAgent(spec, overheard.listen(model, spec.tool.name), {});
  const traceId = 'trace_00000000000000000000000000000001';
  const docket: Docket<Verdict> = { ids: ['q1', 'q2'], handedIn: overheard.begin(traceId) };
  const { newItems } = await withTrace(
    'docket',
    () => new Runner().run(agent, 'two tickets', { context: docket, maxTurns: 3 }),
    { traceId },
  );
  const inputs = spans.flatMap(({ spanData }) =>
    spanData.type === 'function' ? [spanData.input] : [],
  );
  return { docket, model, newItems, inputs, said: overheard.take(traceId) };
}

describe('what a model hands in', () => {
  it('goes past the SDK, and stands in the trace as the model wrote it', async () => {
    const text = textOf('q1', 'q2');
    const { docket, newItems, inputs, said } = await judge(text);
    expect([...(docket.answers?.keys() ?? [])]).toEqual(['q1', 'q2']);
    expect(inputs).toEqual([text]);
    expect(JSON.stringify(newItems)).not.toContain('rationale');
    expect(said).toEqual({ turns: 1, last: `submit_verdicts(${text})`.slice(0, 300) });
  });

  it('is shown to the model again in its next turn as it wrote it', async () => {
    const useless = textOf('q3');
    const { docket, model, inputs } = await judge(useless, textOf('q1', 'q2'));
    expect(docket.answers?.size).toBe(2);
    const shown = model.calls.at(-1)?.request.input;
    expect(shown).toContainEqual(expect.objectContaining({ callId: 'c0', arguments: useless }));
    expect(inputs).toEqual([useless, textOf('q1', 'q2')]);
  });

  it('is taken for what it is where it looks like what stands in its place', async () => {
    const { docket } = await judge(textOf('q3'), '{"handed_in":0}', textOf('q1', 'q2'));
    expect(docket.answers?.size).toBe(2);
  });

  it('is fed back where it is no JSON', async () => {
    const { docket, model } = await judge('{"verdicts":[', textOf('q1', 'q2'));
    expect(docket.answers?.size).toBe(2);
    expect(JSON.stringify(model.calls.at(-1)?.request.input)).toContain('verdicts');
  });
});
