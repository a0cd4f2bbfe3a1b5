import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../src/domain/decision/outcome.ts';
import { type Attempts, nextStep } from '../../../src/tribunal/dockets/retry-rule.ts';

/** What is done about a question whose dockets fail one after the other. */
function steps(causes: readonly FailureCause[], failure: { asked?: number; stacked?: boolean }) {
  const { asked = 9, stacked = true } = failure;
  const question = { address: 'a', row: 1, line: { text: 'late' }, reason: '' };
  const attempts: Attempts = { question, failures: 0, alone: 0 };
  return causes.map((cause) =>
    nextStep(attempts, { cause, asked, answersTogether: true, answersStacked: stacked }),
  );
}

describe('a question of several judges that were answered before', () => {
  const [join, smaller] = ['join the next docket', 'ask in a smaller docket'];

  it.each(['empty_answer', 'timeout', 'server_error', 'wrong_ids'] as const)(
    'joins two more dockets after %s: halves would be two calls where one may do',
    (cause) => expect(steps([cause, cause, cause], {})).toEqual([join, join, smaller]),
  );

  it('travels in smaller ones at once after what the server says of its texts, or of their length', () => {
    expect(steps(['refusal'], {})).toEqual([smaller]);
    expect(steps(['context_overflow'], {})).toEqual([smaller]);
  });

  it('of one judge shows by smaller dockets which ticket a server fails at', () => {
    expect(steps(['server_error', 'empty_answer'], { stacked: false })).toEqual([smaller, smaller]);
  });

  it('is given up alone where nothing else can come of it', () => {
    expect(steps(['server_error'], { asked: 1 })).toEqual(['give up']);
    expect(steps(['empty_answer', 'empty_answer'], { asked: 1 })).toEqual([smaller, 'give up']);
  });
});
