import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type AgentSpec,
  answerParameters,
  matchAnswers,
  readShare,
  UnfitAnswer,
} from '../../agents/answer.ts';

const spec: AgentSpec<{ confidence: number }> = {
  name: 'judge:a',
  instructions: '',
  tool: { name: 'submit_verdicts', description: '', list: 'verdicts' },
  fields: z.object({ confidence: z.number().describe('how sure') }),
  read: ({ confidence }) => ({ confidence: readShare(confidence, 'confidence') }),
  helpers: [],
};

function match(ids: string[], verdicts: object[]): Map<string, { confidence: number }> {
  return matchAnswers(spec, ids, { verdicts });
}

/** What is wrong with the answers, as the model and the ledger are told. */
function faultOf(work: () => unknown): { failure: string; message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof UnfitAnswer)) throw error;
    return { failure: error.failure, message: error.message };
  }
}

describe('matchAnswers', () => {
  it('matches answers by id, in the order of the docket', () => {
    const answers = match(
      ['q1', 'q2'],
      [
        { ticket: 'q2', confidence: 0.2 },
        { ticket: 'q1', confidence: 0.1 },
      ],
    );
    expect([...answers]).toEqual([
      ['q1', { confidence: 0.1 }],
      ['q2', { confidence: 0.2 }],
    ]);
  });

  it('takes two entries for one ticket that say the same, as 95 and 0.95 do', () => {
    const verdicts = [
      { ticket: 'q1', confidence: 95 },
      { ticket: 'q1', confidence: 0.95 },
    ];
    expect([...match(['q1'], verdicts)]).toEqual([['q1', { confidence: 0.95 }]]);
  });

  it('refuses two entries for one ticket that contradict each other', () => {
    const verdicts = [
      { ticket: 'q1', confidence: 0.9 },
      { ticket: 'q1', confidence: 0.1 },
    ];
    expect(faultOf(() => match(['q1'], verdicts))).toEqual({
      failure: 'contradictory_answers',
      message: 'two different answers for q1',
    });
  });

  it('refuses an id that is not of this docket, though all others are answered', () => {
    const verdicts = [
      { ticket: 'q1', confidence: 1 },
      { ticket: 'T-77', confidence: 1 },
    ];
    expect(faultOf(() => match(['q1'], verdicts))).toEqual({
      failure: 'wrong_ids',
      message: '"T-77" is not an id of this docket',
    });
  });

  it.each([
    [[{ ticket: 'q2', confidence: 1 }], '1 of 3 answered; missing: q1, q3'],
    [[], '0 of 3 answered; missing: q1, q2, q3'],
  ])('refuses answers that leave tickets out: %j', (verdicts, message) => {
    const fault = faultOf(() => match(['q1', 'q2', 'q3'], verdicts));
    expect(fault).toEqual({ failure: 'wrong_ids', message });
  });

  it('refuses answers whose fields cannot be read', () => {
    const fault = faultOf(() => match(['q1'], [{ ticket: 'q1', confidence: 950 }]));
    expect(fault).toEqual({
      failure: 'bad_arguments',
      message: 'confidence must be between 0 and 1, got 950',
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
      expect(faultOf(() => readShare(value, 'sentiment'))).toEqual({
        failure: 'bad_arguments',
        message: `sentiment must be between 0 and 1, got ${value}`,
      });
    },
  );
});

it('asks by parameters of one list, each entry with a ticket id and the described fields', () => {
  const parameters = answerParameters(spec);
  expect(z.toJSONSchema(parameters)).toMatchObject({
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
  expect(parameters.safeParse({ verdicts: [{ ticket: 'q1' }] }).success).toBe(false);
});
