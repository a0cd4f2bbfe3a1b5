import { expect, it } from 'vitest';
import { ticketsFile } from '../../support/files.ts';
import { runCli } from '../../support/run-cli.ts';
import { lateTexts, serveBatch } from '../../support/served-batch.ts';

it('a plan counts apart what the ledger has: those answers are not paid again', async () => {
  const served = await serveBatch(lateTexts(20), { models: ['mock', 'second'] });
  const plan = async (...words: string[]) => {
    const { stdout } = await runCli([...served.command, ...words, '--dry-run', '--json']);
    const { known, dockets } = JSON.parse(stdout);
    const { calls } = dockets.find(({ chosen }: { chosen: boolean }) => chosen);
    return { known, calls };
  };
  const first = await plan('--docket', '4');
  expect(first).toMatchObject({ known: 0, calls: { triage: 5, judges: 10, aggregator: 1 } });
  await runCli([...served.command, '--docket', '4']);
  const none = { triage: 0, judges: 0, aggregator: 0, all: 0 };
  expect(await plan('--docket', '4')).toEqual({ known: 60, calls: none });
  expect(await plan('--docket', '4', '--fresh')).toEqual(first);
  expect(await plan('--route', 'all')).toEqual({ known: 40, calls: none });
  // Two more votes on each question, spread over all votes in the estimate.
  expect(await plan('--docket', '4', '--votes', '3')).toMatchObject({
    known: 60,
    calls: { triage: 0, judges: 24 },
  });
  const { stdout } = await runCli([...served.command, '--dry-run']);
  expect(stdout).toMatch(/60 answers are in the ledger already, and not paid again/);
  // Five tickets of the same file more.
  ticketsFile(served.folder, lateTexts(25));
  expect(await plan('--docket', '4')).toMatchObject({ known: 60, calls: { triage: 2, judges: 4 } });
});
