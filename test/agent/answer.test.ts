import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type AgentSpec,
  answerParameters,
  matchAnswers,
  readShare,
  UnfitAnswer,
} from '../../src/agent/answer.ts';

const spec: AgentSpec<{ confidence: number }> = {
  name: 'judge:a',
  instructions: '',
  tool: { name: 'submit_verdicts', description: '', list: 'verdicts' },
  fields: z.object({ confidence: z.number().describe('how sure') }),
  read: ({ confidence }) => ({ confidence: readShare(confidence, 'confidence') }),
  helpers: [],
};

function match(ids: string[], verdicts: object[], ...others: object[][]) {
  const calls = [verdicts, ...others].map((list) => ({ verdicts: list }));
  const { answers, unfit } = matchAnswers(spec, ids, calls);
  return { answers: [...answers], unfit };
}

const sure = (ticket: string, confidence = 1) => ({ ticket, confidence });

describe('matchAnswers', () => {
  it('matches answers by id, in the order of the docket', () => {
    expect(match(['q1', 'q2'], [sure('q2', 0.2), sure('q1', 0.1)])).toEqual({
      answers: [
        ['q1', { confidence: 0.1 }],
        ['q2', { confidence: 0.2 }],
      ],
    });
  });

  it('takes two entries for one ticket that say the same, as 95 and 0.95 do', () => {
    expect(match(['q1'], [sure('q1', 95), sure('q1', 0.95)])).toEqual({
      answers: [['q1', { confidence: 0.95 }]],
    });
  });

  it.each([
    ['in one call', [[sure('q1', 0.9), sure('q1', 0.1), sure('q2')]]],
    ['in two', [[sure('q1', 0.9), sure('q2')], [sure('q1', 0.1)]]],
  ])('takes neither of two entries that contradict each other, %s', (_, [first = [], ...more]) => {
    expect(match(['q1', 'q2'], first, ...more)).toEqual({
      answers: [['q2', { confidence: 1 }]],
      unfit: { cause: 'contradictory_answers', detail: 'two different answers for q1' },
    });
  });

  it('passes over an id that is not of this docket, and names it where an answer is missing', () => {
    expect(match(['q1'], [sure('q1'), sure('T-77')])).toEqual({
      answers: [['q1', { confidence: 1 }]],
    });
    expect(match(['q1', 'q2'], [sure('q1'), sure('T-77')])).toEqual({
      answers: [['q1', { confidence: 1 }]],
      unfit: { cause: 'wrong_ids', detail: '"T-77" is not an id of this docket' },
    });
  });

  it.each([
    [[sure('q2')], '1 of 3 answered; missing: q1, q3'],
    [[], '0 of 3 answered; missing: q1, q2, q3'],
  ])('names the tickets that are left out: %j', (verdicts, detail) => {
    expect(match(['q1', 'q2', 'q3'], verdicts)).toEqual({
      answers: verdicts.map(({ ticket }) => [ticket, { confidence: 1 }]),
      unfit: { cause: 'wrong_ids', detail },
    });
  });

  it('leaves out only the ticket whose fields cannot be read', () => {
    expect(match(['q1', 'q2'], [sure('q1', 950), sure('q2')])).toEqual({
      answers: [['q2', { confidence: 1 }]],
      unfit: { cause: 'bad_arguments', detail: 'confidence must be between 0 and 1, got 950' },
    });
  });
});

describe('readShare', () => {
  it.each([
    [0, 0],
    [0.95, 0.95],
    [1, 1],
    [95, 0.95],
    [100, 1],
  ])('reads %d as %d', (value, share) => {
    expect(readShare(value, 'confidence')).toBe(share);
  });

  it.each([950, 100.1, -0.1, -95, Number.NaN, Infinity, '0.9', null, undefined])(
    'refuses %s',
    (value) => {
      expect(() => readShare(value, 'sentiment')).toThrow(
        new UnfitAnswer('bad_arguments', `sentiment must be between 0 and 1, got ${value}`),
      );
    },
  );
});

it('asks by parameters of one list, each entry with a ticket id and the described fields', () => {
  expect(answerParameters(spec)).toMatchObject({
    required: ['verdicts'],
    properties: {
      verdicts: {
        type: 'array',
        items: {
          required: ['ticket', 'confidence'],
          properties: { ticket: { type: 'string' }, confidence: { description: 'how sure' } },
        },
      },
    },
  });
});
