import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../workflows/evaluate.ts';
import { failed, no, unrouted, yes } from '../support/cases.ts';
import { tempLedger } from '../support/court.ts';
import { type DecidedTicket, enterRun } from '../support/decided-run.ts';

const website = unrouted('website');
const right: DecidedTicket = { id: 'right', outcomes: [no('manners'), yes('waiting'), website] };
const wrong: DecidedTicket = { id: 'wrong', outcomes: [yes('manners'), no('waiting'), website] };
const broken: DecidedTicket = {
  id: 'broken',
  outcomes: [failed('manners'), yes('waiting'), website],
};
const lost: DecidedTicket = {
  id: 'lost',
  outcomes: [failed('manners'), failed('waiting'), website],
};
const open: DecidedTicket = { id: 'open' };

async function evaluateRun(tickets: DecidedTicket[], gold: string | undefined, column?: string) {
  const { ledger, folder } = await tempLedger();
  await enterRun(ledger, 'run', tickets);
  const file = path.join(folder, 'gold.csv');
  if (gold !== undefined) writeFileSync(file, gold);
  return evaluate(ledger, {
    run: 'run',
    gold: gold === undefined ? undefined : file,
    goldColumn: column,
  });
}

describe('an evaluation', () => {
  it('counts failed judges, reviews and open tickets apart, and none of them as a no', async () => {
    const tickets = [right, wrong, broken, lost, open];
    const gold = `id,themes\n${tickets.map(({ id }) => `${id},waiting|manners`).join('\n')}\n`;
    const report = await evaluateRun(tickets, gold);
    expect(report.tickets).toEqual({
      labelled: 5,
      decided: 2,
      review: 1,
      failed: 1,
      undecided: 1,
    });
    expect(report.completion).toBe(2 / 5);
    expect(report.failures).toEqual({ tickets: 2, causes: { timeout: 3 } });
    const [manners, waiting] = report.themes;
    expect(manners).toMatchObject({ support: 2, failed: 2, precision: 1, recall: 1 / 2 });
    expect(waiting).toMatchObject({ support: 3, failed: 1, precision: 1, recall: 2 / 3 });
    expect(report.exactMatch).toBe(0);
    expect(report.decidedOnly.macro).toMatchObject({ recall: 1 / 2 });
    expect(report.warnings.join('\n')).toContain('1 of 5 labelled tickets are not decided yet');
  });

  it('leaves a theme without a labelled yes out of the mean, and names it', async () => {
    const report = await evaluateRun([right, wrong], 'id,themes\nright,waiting\nwrong,waiting\n');
    const f1s = report.themes.map(({ f1 }) => f1);
    expect(f1s).toEqual([null, expect.closeTo(2 / 3), null]);
    expect(report.macro).toMatchObject({ themes: 1, f1: expect.closeTo(2 / 3) });
    expect(report.warnings.join('\n')).toContain('no labelled yes');
    expect(report.warnings.join('\n')).toContain('manners, website');
    expect(report.warnings.join('\n')).toMatch(/the sample is (too )?small/);
  });

  it('has numbers that are null, not 0, where nothing could be measured', async () => {
    const report = await evaluateRun([lost], 'id,themes\nlost,waiting\n');
    expect(report).toMatchObject({
      completion: 0,
      exactMatch: null,
      macro: { f1: null },
      micro: { f1: null },
      themes: [
        { f1: null, failed: 1 },
        { f1: null, failed: 1 },
        { f1: null, failed: 0 },
      ],
    });
    expect(report.calibration.verdicts.ece).toBeNull();
  });

  it('reads labels by the name of the run’s id column and of the column that is asked for', async () => {
    const gold = 'id,labels,second opinion\nright,manners,waiting\n';
    expect((await evaluateRun([right], gold)).exactMatch).toBe(0);
    expect((await evaluateRun([right], gold, 'second opinion')).exactMatch).toBe(1);
    await expect(evaluateRun([right], gold, 'secnd opinion')).rejects.toThrow(/did you mean/);
  });

  it('takes the labels of the ledger where no file is given, and says where there are none', async () => {
    const { ledger } = await tempLedger();
    await enterRun(ledger, 'run', [right, wrong]);
    const options = { run: 'run', gold: undefined, goldColumn: undefined };
    await expect(evaluate(ledger, options)).rejects.toThrow(/give labels with --gold FILE/);
    const label = { run: 'run', row: 1, author: 'a person', at: 1, reason: '', undone_at: null };
    await ledger.write({
      gold: [{ ...label, address: 'address of right', themes: 'waiting|old theme' }],
    });
    const report = await evaluate(ledger, options);
    expect(report).toMatchObject({ tickets: { labelled: 1 }, exactMatch: 1 });
    expect(report.gold).toMatchObject({ file: null, unknownThemes: { 'old theme': 1 } });
  });

  it('has the tickets first that it is most surely wrong about', async () => {
    const sure = {
      id: 'sure',
      outcomes: [yes('manners', { confidence: 1 }), no('waiting'), website],
    };
    const report = await evaluateRun(
      [wrong, right, sure],
      'id,themes\nwrong,waiting\nright,waiting\nsure,waiting\n',
    );
    expect(report.wrong).toBe(2);
    expect(report.disagreements.map(({ ticket }) => ticket)).toEqual(['sure', 'wrong']);
    expect(report.disagreements[0]).toMatchObject({
      extra: ['manners'],
      missed: ['waiting'],
      text: 'text of sure',
    });
  });
});
