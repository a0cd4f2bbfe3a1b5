import { expect, it } from 'vitest';
import { describeProgress, progressLine } from '../../src/cli/drawing/progress.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';

it('shows calls against the plan, their cost, and what went wrong most often', async () => {
  const { server, command } = await serveBatch(lateTexts(16), {
    faults: (index) => (index === 0 ? 'text' : undefined),
  });
  const more = ['--docket', '8', '--price', '10,10', '--aggregate', 'never'];
  const { stderr } = await runCli([...command, ...more]);
  const [line] = stderr.match(/^16 tickets: .*$/m) ?? [];
  expect(line).toMatch(/16 decided/);
  expect(line).toMatch(
    /; \d+ of about 6 calls, \$0\.\d+, trouble: 1 x the model did not answer in the form that was asked for$/,
  );
  expect(line).toContain(`; ${server.count()} of about`);
});

it('leaves out what there is nothing of', () => {
  const nothing = { planned: undefined, cost: 0, trouble: undefined };
  expect(describeProgress({ ...nothing, calls: 1200 })).toBe('1,200 calls');
});

it('keeps calls against the plan and the cost where the screen is narrow', () => {
  const progress = { calls: 17, planned: 42, cost: 0.02, trouble: undefined };
  const line = progressLine({ decided: 11, review: 3, failed: 1 }, 5, progress, 59);
  expect(line).toBe('15 tickets, 1 failed; 17 of about 42 calls, $0.02');
});
