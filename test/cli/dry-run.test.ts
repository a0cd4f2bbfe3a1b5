import { expect, it } from 'vitest';
import { ticketsFile } from '../support/files.ts';
import { runCli } from '../support/run-cli.ts';
import { lateTexts, serveBatch } from '../support/served-batch.ts';
import { topicTexts } from '../support/topic-texts.ts';

it('--dry-run tells of every command that may pay what it would take, and asks nobody', async () => {
  const served = await serveBatch(lateTexts(16));
  const [, tickets = '', ...where] = served.command;
  const priced = [...where, '--price', '1,1', '--dry-run', '--json'];
  const sample = ['--sample', '16', '--route', 'all', '--aggregate', 'never'];
  const calibrate = await runCli(['calibrate', tickets, ...priced, ...sample]);
  // Two judges: 32 questions alone, twice, and in dockets of 2, 4, 8 and 16; both themes together, 2 tickets a call at worst.
  expect(JSON.parse(calibrate.stdout)).toMatchObject({
    calls: 64 + 2 * 15 + 8,
    tokensOut: 32 * (6 * 60 + 25),
  });
  const many = ticketsFile(
    served.folder,
    topicTexts(30).map(({ text }) => text),
    'many.csv',
  );
  const discover = await runCli(['discover', many, ...priced]);
  expect(JSON.parse(discover.stdout)).toMatchObject({ calls: 1, cost: expect.any(Number) });
  expect(served.server.count()).toBe(0);

  await runCli([...served.command, '--limit', '1']);
  const before = served.server.count();
  const again = ['rejudge', 'T1', '--theme', 'late_flight', '--ledger', served.ledger];
  const { stdout } = await runCli([...again, '--times', '7', '--dry-run', '--price', '1,1']);
  expect(stdout).toMatch(/^7 model calls at most, about [\d,]+ tokens in and 420 out: \$0\.00/);
  expect(served.server.count()).toBe(before);
});

it('rejudge stops at --max-calls over all commands of a run, and pays for no answer twice', async () => {
  const served = await serveBatch(lateTexts(1));
  await runCli(served.command);
  const before = served.server.count();
  const paid = () => served.server.count() - before;
  const again = ['rejudge', 'T1', '--theme', 'late_flight', '--ledger', served.ledger];
  const limited = [...again, '--times', '6', '--max-calls'];
  const { code, stdout, stderr } = await runCli([...limited, '2']);
  expect({ code, calls: paid() }).toEqual({ code: 3, calls: 2 });
  expect(stdout).toMatch(/^This cost 2 calls; tokens /m);
  expect(stderr).toMatch(
    /Stopped: --max-calls 2 is reached[\s\S]*raise --max-calls: .* --max-calls 4$/m,
  );
  expect(await runCli([...limited, '2'])).toMatchObject({ code: 3 });
  expect(paid()).toBe(2);
  expect(await runCli([...limited, '6'])).toMatchObject({ code: 0 });
  expect(paid()).toBe(6);

  // Finished: the same once more has nothing left to ask, one that wants more asks that alone.
  const same = await runCli([...again, '--times', '6']);
  expect(same.stdout).toMatch(/^6 of 6 answers came from an earlier rejudge.*\nThis cost 0 calls/m);
  const planned = await runCli([...again, '--times', '8', '--dry-run', '--json']);
  expect(JSON.parse(planned.stdout)).toMatchObject({ calls: 2 });
  expect(paid()).toBe(6);
  await runCli([...again, '--times', '8']);
  expect(paid()).toBe(8);
  await runCli([...again, '--times', '8', '--fresh']);
  expect(paid()).toBe(16);
});
