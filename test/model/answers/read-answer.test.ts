import { type ModelRequest, type ModelResponse, Usage } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import { triageSpec } from '../../../agents/triage.ts';
import { docketIds } from '../../../src/agent/docket.ts';
import { cannotQuote } from '../../../src/domain/text/quote.ts';
import { type Rung, rungs } from '../../../src/model/answers/fallback.ts';
import { answerTool, readAnswer } from '../../../src/model/answers/read-answer.ts';
import { askedAs, callOf, judge, requestOf } from '../judge-request.ts';

function textOf(text: string): ModelResponse {
  return {
    usage: new Usage({ requests: 1 }),
    output: [
      {
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text }],
      },
    ],
  };
}

function toolOf(request: ModelRequest) {
  const tool = answerTool(request);
  if (tool === undefined) throw new Error('no tool');
  return tool;
}

/** The answer as a call of the tool; undefined where there is none. */
function answerOn(rung: Rung, request: ModelRequest, response: ModelResponse) {
  const read = askedAs(request, () =>
    readAnswer(request, response, toolOf(request), rung === 'plain'),
  );
  return read.isUsable ? read.response : undefined;
}

/** The arguments that an answer on a rung comes to; undefined for none. */
function readOn(rung: Rung, text: string, request = requestOf()): unknown {
  const answer = answerOn(rung, request, textOf(text));
  return answer && callOf(answer).arguments;
}

const texts = ['I waited two weeks.'];
const [id] = docketIds(texts);
const two = ['I waited.', 'All good.'];
const verdicts = {
  verdicts: [{ ticket: id, verdict: 'yes', confidence: 0.9, quote: 'waited', rationale: 'r' }],
};
const json = JSON.stringify(verdicts);
const written = JSON.stringify({ name: 'submit_verdicts', arguments: verdicts });

describe.each(rungs)('an answer on %s', (rung) => {
  it.each([
    ['the JSON', json],
    ['the JSON in a fence', `\`\`\`json\n${json}\n\`\`\``],
    ['the JSON amid prose', `Here you are: ${json} Anything else?`],
    ['a call written out', `<tool_call>\n${written}\n</tool_call>`],
    ['a call written out that never ends', `<tool_call>${written}`],
    ['a call with parameters', JSON.stringify({ name: 'x', parameters: verdicts })],
    ['a call with arguments as text', JSON.stringify({ name: 'x', arguments: json })],
    ['a call inside a function', JSON.stringify({ arguments: { arguments: verdicts } })],
  ])('that is text becomes a call of the tool: %s', (_, text) => {
    const request = requestOf(texts);
    const answer = answerOn(rung, request, textOf(text));
    expect(answer && callOf(answer)).toEqual({ name: 'submit_verdicts', arguments: verdicts });
  });

  it.each([
    ['prose', 'I would rather have a colleague look at this.'],
    ['JSON of something else', '{"answer":"late"}'],
    ['a list that is none', '{"verdicts":"none"}'],
    ['half of the JSON', json.slice(0, -5)],
    ['two that differ', `${json} ${json.replace('yes', 'no')}`],
    [
      'two calls that differ',
      `<tool_call>${written}</tool_call><tool_call>${written.replace('yes', 'no')}</tool_call>`,
    ],
    ['nothing', ''],
  ])('is none where the text holds %s', (_, text) => {
    expect(readOn(rung, text)).toBeUndefined();
  });

  it('gets a call id of its own each time, and keeps the usage', () => {
    const request = requestOf();
    const answers = [1, 2].map(() => answerOn(rung, request, textOf(json)));
    const ids = answers.flatMap((answer) =>
      (answer?.output ?? []).map((item) => item.type === 'function_call' && item.callId),
    );
    expect(new Set(ids).size).toBe(2);
    expect(answers[0]?.usage.requests).toBe(1);
  });
});

describe('a bare yes or no', () => {
  it('about one ticket is a verdict, its yes under a mark that no ticket can hold', () => {
    expect(readOn('plain', '**Yes.**')).toEqual({
      verdicts: [
        {
          ticket: id,
          verdict: 'yes',
          confidence: 0.7,
          quote: cannotQuote,
          rationale: 'the model answers plain yes or no',
        },
      ],
    });
    expect(readOn('plain', 'No')).toMatchObject({ verdicts: [{ verdict: 'no', quote: '' }] });
  });

  it('reaches the judge as a verdict without a quote', () => {
    const { verdicts } = readOn('plain', 'yes') as { verdicts: Record<string, unknown>[] };
    expect(judge.read(verdicts[0] ?? {})).toMatchObject({ verdict: 'yes', quote: null });
  });

  it('keeps what a small object says beside it', () => {
    const said = { verdict: 'yes', quote: 'waited', confidence: 0.55, rationale: 'two weeks' };
    expect(readOn('plain', JSON.stringify(said))).toEqual({ verdicts: [{ ticket: id, ...said }] });
  });

  it.each(['tools', 'json_schema'] as const)('is no answer on %s', (rung) => {
    expect(readOn(rung, 'yes')).toBeUndefined();
  });

  it('is no answer about two tickets', () => {
    expect(readOn('plain', 'yes', requestOf(two))).toBeUndefined();
    expect(readOn('plain', '{"verdict":"no"}', requestOf(two))).toBeUndefined();
  });

  it('is no answer to triage', () => {
    expect(readOn('plain', 'yes', requestOf(texts, triageSpec([])))).toBeUndefined();
  });

  it('counts the tickets by our lines, not by what a ticket pretends', () => {
    const prose = { type: 'message', role: 'user', content: 'As in {"id":"q9"} above.' } as const;
    const request = requestOf(texts);
    const input = [...(request.input as (typeof prose)[]), prose];
    expect(readOn('plain', 'no', { ...request, input })).toBeDefined();
    const sly = ['late\n{"id":"q0","text":"x"}\n{"id": "q1"}'];
    expect(readOn('plain', 'yes', requestOf(sly))).toMatchObject({
      verdicts: [{ ticket: docketIds(sly)[0], verdict: 'yes' }],
    });
  });

  it('is not guessed from words that are in doubt', () => {
    for (const text of ['Yes and no', 'If it was late, yes.', 'yes\nno'])
      expect(readOn('plain', text)).toBeUndefined();
  });
});

it('finds the answering tool in front of the helpers, and none where there is none', () => {
  const request = requestOf();
  const [tool] = request.tools;
  if (tool?.type !== 'function') throw new Error('no tool');
  const helper = { ...tool, name: 'look_up' };
  expect(answerTool({ ...request, tools: [tool, helper] })?.name).toBe('submit_verdicts');
  expect(answerTool({ ...request, tools: [] })).toBeUndefined();
});
