import { describe, expect, it } from 'vitest';
import { ModelFault } from '../../src/model/faults/fault.ts';
import { readEnd } from '../../src/tribunal/early-end.ts';

describe('a run', () => {
  it('whose server answers no more ends as one whose answers can not be used, and says why', () => {
    const why = 'the server has given no answer for 10 minutes (502 Bad gateway)';
    expect(readEnd(new ModelFault('server_down', why))).toEqual({
      stoppedBecause: why,
      stoppedBy: 'answers',
      useless: null,
    });
  });

  it('that a limit ends is told apart, and one that a person stops has no reason', () => {
    expect(readEnd(new ModelFault('budget_spent', '--max-calls 5'))).toMatchObject({
      stoppedBy: 'limit',
    });
    expect(readEnd(new ModelFault('interrupted', 'x'))).toMatchObject({ stoppedBecause: null });
    expect(readEnd(new ModelFault('unauthorized', 'x'))).toBeUndefined();
  });
});
