import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Answerer } from '../support/chat-server.ts';
import { queryLedger } from '../support/query-ledger.ts';
import { runCli } from '../support/run-cli.ts';
import { rowsOf, serveBatch, showRun } from '../support/served-batch.ts';
import { stackedVerdicts } from '../support/stacked.ts';

const sure = Array.from({ length: 30 }, (_, row) => `My bag is lost, number ${row}`);
const unsure = Array.from({ length: 10 }, (_, row) => `Bags were lost or so, number ${row}`);

/** Sees a lost bag wherever it reads "lost", and is less sure where the ticket is. */
const answer: Answerer = ({ instructions, tickets }) => ({
  verdicts: tickets.map(({ id, text }) => {
    const isYes = instructions.includes('Theme: lost_bag');
    return {
      ticket: id,
      verdict: isYes ? 'yes' : 'no',
      quote: isYes ? 'lost' : '',
      confidence: String(text).includes('or so') ? 0.6 : 0.9,
      rationale: 'said by the test',
    };
  }),
});

const aim = ['--route', 'all', '--aggregate', 'never'];
const sample = ['--sample', '16', '--tolerance', '10%', '--stack', '1'];

/** The labels of tickets T1, T2 and so on. */
function goldFile(folder: string, labels: readonly string[]): string {
  const file = path.join(folder, 'gold.csv');
  const rows = labels.map((theme, row) => `T${row + 1},${theme}`);
  writeFileSync(file, ['id,themes', ...rows, ''].join('\n'));
  return file;
}

it('calibrate finds a docket and a threshold, and later runs go by both', async () => {
  const served = await serveBatch([...sure, ...unsure], { answer });
  const labels = [...sure.map(() => 'lost_bag'), ...unsure.map(() => 'late_flight')];
  const gold = goldFile(served.folder, labels);
  const [, ...where] = served.command;
  const calibrate = ['calibrate', ...where, ...aim, ...sample];

  // A budget cuts it short, and is spent for the same command too; without it that goes on.
  const cut = await runCli([...calibrate, '--max-calls', '40']);
  expect(cut.code).toBe(3);
  expect(cut.stderr).toMatch(/About 94 calls: 16 tickets, about 32 questions/);
  expect(queryLedger(served.ledger, 'select * from calibrations')).toEqual([]);
  expect(await runCli([...calibrate, '--max-calls', '40'])).toMatchObject({ code: 3 });
  const paid = served.server.count();
  const { code, stdout } = await runCli([...calibrate, '--gold', gold, '--risk', '10%']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/> 16 +32 +0 +0\.0 % +8\.9 %/);
  expect(stdout).toMatch(/Docket 16: so large a docket flips at most 10\.0 %/);
  expect(stdout).toMatch(
    /Threshold 0\.61: 10 of 40 decisions on 40 labelled tickets are wrong; of the 30 with that confidence or more, 0 are/,
  );
  // 64 alone, 8 + 4 + 2 + 1 dockets of each judge, and three of each to hear the labels.
  expect(served.server.count()).toBe(64 + 2 * 15 + 2 * 3);
  expect(paid).toBe(40);

  // The labelled tickets have their answers already; the others in them go to review.
  const heard = await runCli([...served.command, ...aim, '--out', served.out]);
  expect(heard.stderr).toMatch(/\(docket\): 16, as calibrated on \d{4}-\d\d-\d\d/);
  expect(heard.stderr).toMatch(
    /decisions with a confidence below 0\.61 go to review.*at most 10 % of the others are wrong/,
  );
  const statuses = rowsOf(served.out).map(({ status }) => status);
  expect(statuses).toEqual([...sure.map(() => 'decided'), ...unsure.map(() => 'review')]);
  const { settings, text } = await showRun(served.ledger);
  expect(settings).toMatchObject({ docket: 16, rules: { review_below: 0.61 } });
  expect(text).toMatch(/\(docket\) 16, review below 0\.61/);

  // What is said of a ticket afterwards goes by the run's threshold too.
  const replay = ['replay', 'T40', '--ledger', served.ledger, '--json'];
  const [same] = JSON.parse((await runCli(replay)).stdout);
  expect(same.after).toMatchObject({
    status: 'review',
    rules: [{ rule: 'below_threshold', detail: 'confidence 0.6, below 0.61' }],
  });
  const [other] = JSON.parse((await runCli([...replay, '--rule', 'review_below=0.5'])).stdout);
  expect(other.after.status).toBe('decided');

  // Under other terms the threshold promises nothing.
  const routed = await runCli([...served.command, ...aim, '--docket', '64']);
  expect(routed.stderr).toMatch(
    /the review threshold of .* is not used: .* dockets up to 16 and one vote/,
  );
  expect(routed.stderr).not.toMatch(/docket.* \d+, as calibrated/);
});

it('calibrate names what is wrong with a sample, labels or a model, before it asks anybody', async () => {
  const served = await serveBatch(sure, { answer });
  const [, ...where] = served.command;
  const file = (name: string, content: string) => {
    writeFileSync(path.join(served.folder, name), content);
    return path.join(served.folder, name);
  };
  const wrong: [string[], RegExp][] = [
    [['--sample', '31'], /--sample 31 is more than the 30 different tickets/],
    [['--sample', 'all'], /--sample takes a whole number/],
    [['--tolerance', '0'], /--tolerance takes a share from 0\.1% to 50%/],
    [
      ['--route', 'all', '--stack', '1'],
      /30 tickets bring 60 questions, too few.*--sample 75.*--tolerance 4\.9%/,
    ],
    [
      ['--gold', file('none.csv', 'id,themes\n')],
      /holds no (labels|tickets|rows)|is empty|no rows/,
    ],
    [['--gold', file('else.csv', 'id,themes\nX1,lost_bag\n')], /none of the 1 ids.*"X1".*"T1"/],
    [['--gold', file('theme.csv', 'id,themes\nT1,refund\n')], /label "refund"/],
    [['--model', 'embedded'], /any docket suits it/],
  ];
  const [, ...others] = where;
  const empty = await runCli(['calibrate', file('empty.csv', 'id,text\n'), ...others]);
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringMatching(/no ticket to judge/) });
  for (const [more, message] of wrong) {
    const { code, stderr } = await runCli(['calibrate', ...where, ...more]);
    expect({ more, code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toMatch(message);
  }
  expect(served.server.count()).toBe(0);
});

it('calibrate finds how sure a yes to a theme has to be, and a later run says that it goes by it', async () => {
  const doubtful = sure.map((_, row) => `A bag was lost or so, in story ${row}`);
  const served = await serveBatch([...sure, ...doubtful], { answer });
  const labels = [...sure.map(() => 'lost_bag'), ...doubtful.map(() => '')];
  const gold = goldFile(served.folder, labels);
  const [, ...where] = served.command;
  const calibrate = ['calibrate', ...where, ...aim, ...sample];
  const alone = await runCli([...calibrate, '--theme-thresholds']);
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringMatching(/add --gold FILE/) });

  const { stdout } = await runCli([...calibrate, '--gold', gold, '--theme-thresholds']);
  expect(stdout).toMatch(/lost_bag +0\.9 +\d+ +0 +used from now on/);
  const heard = await runCli([...served.command, ...aim, '--out', served.out]);
  expect(heard.stderr).toMatch(/a yes to lost_bag counts from a confidence of 0\.9 on/);
  expect(rowsOf(served.out).map(({ themes }) => themes)).toEqual(labels);
  const { text } = await showRun(served.ledger);
  expect(text).toMatch(/a yes to lost_bag from 0\.9 on/);
});

it('calibrate tries several themes a call, and a run with --stack auto goes by it under the same route only', async () => {
  const served = await serveBatch(
    Array.from({ length: 24 }, (_, row) => `My bag is lost, number ${row}`),
    {
      answer: ({ instructions, tickets }) =>
        stackedVerdicts({ instructions, lines: tickets }, (_, theme) =>
          theme === 'lost_bag' ? 'yes' : 'no',
        ),
    },
  );
  const [, ...where] = served.command;
  const aim = ['--route', 'all', '--aggregate', 'never'];
  const calibrate = ['calibrate', ...where, ...aim, '--tolerance', '10%'];
  const planned = await runCli([...calibrate, '--dry-run']);
  expect(planned.stdout).toMatch(/^\d+ model calls at most[\s\S]*and with several themes a call/);
  expect(served.server.count()).toBe(0);
  const { code, stdout } = await runCli(calibrate);
  expect(code).toBe(0);
  expect(stdout).toMatch(/at most \(97\.5 % confidence\)/);
  expect(stdout).toMatch(/> 2 +48 +0 +0\.0 % +6\.1 % +0\.0 % +0\.0 %/);
  expect(stdout).toMatch(/Themes per call 2: with 16 tickets per call.*--stack auto now takes it/);

  const before = served.server.count();
  const stacked = await runCli([...served.command, ...aim, '--fresh', '--out', served.out]);
  expect(stacked.stderr).toMatch(/themes per call: up to 2, as calibrated on/);
  // Two dockets of 16 and 8 tickets, with both themes each.
  expect(served.server.count() - before).toBe(2);
  expect(rowsOf(served.out).every(({ themes }) => themes === 'lost_bag')).toBe(true);
  const routed = await runCli([...served.command, '--dry-run']);
  expect(routed.stderr).toMatch(/the themes per call of .* are not used.*--route all/);
});
