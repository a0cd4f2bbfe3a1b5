import { expect, it } from 'vitest';
import { isExplained } from '../../../src/cases/causes/cause-words.ts';

it('explains an agent’s wrong verdicts by its cause, and neither its quotes nor another’s verdicts', () => {
  const causes = [{ agent: 'judge:policy' }];
  const explained = (agent: string, mode: string) => isExplained({ agent, mode }, causes);
  expect(explained('judge:policy', 'false_yes')).toBe(true);
  expect(explained('judge:policy', 'quote_not_in_ticket')).toBe(false);
  expect(explained('judge:delay', 'false_yes')).toBe(false);
});
