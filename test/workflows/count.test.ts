import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { alarmsOf, readAlert } from '../../src/evaluation/counts/counted-changes.ts';
import { sample } from '../../src/evaluation/counts/sample.ts';
import { type CountOptions, count } from '../../workflows/count.ts';
import { failed, no, unrouted, yes } from '../support/cases.ts';
import { tempLedger } from '../support/court.ts';
import { enterRun } from '../support/decided-run.ts';

const columns = { columns: ['id', 'text', 'date', 'channel'] };

/** 200 tickets: the first 60 said to be about waiting; from row 101 on in October. */
async function countedRun(more: Partial<CountOptions> = {}, id = 'run', waiting = 60) {
  const { ledger, folder } = await tempLedger();
  const enter = (run: string, said: number) =>
    enterRun(
      ledger,
      run,
      Array.from({ length: 200 }, (_, i) => ({
        id: `T${i + 1}`,
        outcomes: [no('manners'), i < said ? yes('waiting') : no('waiting'), no('website')],
        cells: [
          `T${i + 1}`,
          'text',
          i < 100 ? '2026-09-03' : '2026-10-04',
          i % 2 ? 'mail' : 'chat',
        ],
      })),
      { settings: columns },
    );
  await enter(id, waiting);
  const countIt = (again: Partial<CountOptions> = {}) =>
    count(ledger, {
      run: id,
      gold: undefined,
      goldColumn: undefined,
      by: undefined,
      against: undefined,
      margin: 0.03,
      ...more,
      ...again,
    });
  const writeGold = (rows: readonly [string, string][]) => {
    const file = path.join(folder, 'gold.csv');
    writeFileSync(file, `id,themes\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    return file;
  };
  return { ledger, folder, countIt, writeGold, enter };
}

const unlabelled = { gold: undefined, goldColumn: undefined, by: undefined };

/** Every fifth ticket; the truth is that tickets 31 to 60 are not about waiting after all. */
const everyFifth = Array.from({ length: 40 }, (_, i): [string, string] => {
  const row = 5 * i + 1;
  return [`T${row}`, row <= 30 ? 'waiting' : ''];
});

function waitingOf({ themes }: Awaited<ReturnType<typeof count>>) {
  return themes.find(({ id }) => id === 'waiting');
}

describe('a count', () => {
  it('says what the model says, and no interval, where there are no labels', async () => {
    const { countIt } = await countedRun();
    const report = await countIt();
    expect(waitingOf(report)).toMatchObject({ raw: 0.3, share: null, low: null, labels: 0 });
    expect(report.tickets).toEqual({
      all: 200,
      decided: expect.any(Number),
      review: expect.any(Number),
      failed: 0,
    });
  });

  it('puts the share right by a file of labels that were drawn evenly', async () => {
    const { countIt, writeGold } = await countedRun();
    const report = await countIt({ gold: writeGold(everyFifth) });
    const { raw, share, low, high, labels, needed } = waitingOf(report) ?? {};
    expect({ raw, labels }).toEqual({ raw: 0.3, labels: 40 });
    expect(share).toBeCloseTo(0.15, 1);
    expect(low).toBeLessThan(0.15);
    expect(high).toBeGreaterThan(0.15);
    expect(needed).toBeGreaterThan(40);
    expect(report.notes.join()).toContain('taken as drawn by chance');
  });

  it('says how many labels it would take where there are too few', async () => {
    const { countIt, writeGold } = await countedRun();
    const { notes } = await countIt({ gold: writeGold(everyFifth.slice(0, 3)) });
    // 1.96^2 x 0.3 x 0.7 / 0.03^2 = 896.4, of 200 tickets.
    expect(notes.join()).toContain(
      '3 labels are too few for an interval: it takes 5, and about 164',
    );
  });

  it('is the truth itself where every ticket is labelled', async () => {
    const { countIt, writeGold } = await countedRun();
    const all = Array.from({ length: 200 }, (_, i): [string, string] => [
      `T${i + 1}`,
      i < 30 ? 'waiting' : '',
    ]);
    const found = waitingOf(await countIt({ gold: writeGold(all) }));
    for (const value of [found?.share, found?.low, found?.high]) expect(value).toBeCloseTo(0.15, 9);
  });

  it('counts a failed judge apart, and never as a no', async () => {
    const { ledger } = await tempLedger();
    const outcomes = (waiting: ReturnType<typeof yes> | ReturnType<typeof failed>) => [
      ...[no('manners'), waiting, no('website')],
    ];
    await enterRun(ledger, 'run', [
      { id: 'a', outcomes: outcomes(yes('waiting')) },
      { id: 'b', outcomes: outcomes(failed('waiting')) },
      { id: 'c', outcomes: outcomes(no('waiting')) },
    ]);
    const options = { gold: undefined, goldColumn: undefined, by: undefined, against: undefined };
    const report = await count(ledger, { run: 'run', margin: 0.03, ...options });
    expect(waitingOf(report)).toMatchObject({ raw: 1 / 2, failed: 1 });
  });

  it('uses labels of its own sample with their chances, and leaves chosen ones aside', async () => {
    const { ledger, countIt } = await countedRun();
    const label = (row: number, author = 'ann') =>
      ledger.gold.add({
        run: 'run',
        row,
        address: `address of T${row}`,
        author,
        reason: '',
        themes: row <= 30 ? 'waiting' : '',
      });
    await label(1);
    const chosen = await countIt();
    expect(chosen.labels).toMatchObject({ used: 0, leftOut: 1 });
    expect(chosen.notes.join()).toMatch(/that people picked/);
    const { sampled } = await sample(ledger, { run: 'run', labels: 60, seed: 1 });
    expect(sampled).toHaveLength(60);
    for (const { row } of sampled) await label(row);
    for (const { row } of sampled.slice(0, 10)) await label(row, 'bo');
    const report = await countIt();
    expect(report.labels.used).toBe(60);
    expect(report.labels.agreement).toEqual({
      people: 2,
      tickets: 10,
      alpha: expect.any(Number),
      disputed: [],
    });
    const { low = 0, high = 0 } = waitingOf(report) ?? {};
    expect(low).toBeLessThanOrEqual(0.15);
    expect(high).toBeGreaterThanOrEqual(0.15);
  });

  it('counts what an audit found for all that it stands for', async () => {
    const { ledger } = await tempLedger();
    const enter = (id: string, audit?: number) =>
      enterRun(
        ledger,
        id,
        Array.from({ length: 100 }, (_, i) => ({
          id: `T${i}`,
          outcomes: [no('manners'), i < 10 ? yes('waiting') : unrouted('waiting'), no('website')],
          ...(i >= 96 ? { audits: [i < 99 ? yes('waiting') : no('waiting')] } : {}),
        })),
        { settings: audit === undefined ? {} : { audit } },
      );
    await enter('plain');
    await enter('audited', 0.1);
    const countIt = (run: string, against?: string) =>
      count(ledger, { run, against, margin: 0.03, ...unlabelled });
    expect(waitingOf(await countIt('plain'))?.raw).toBe(0.1);
    // 10 that triage named, and 3 of the audit for 10 tickets each.
    const audited = await countIt('audited');
    expect(waitingOf(audited)?.raw).toBeCloseTo(0.4, 10);
    expect(audited.notes.join()).toMatch(
      /asked the judges 4 questions .* found 3 more yes.* 10\.0/,
    );
    // By 3 finds alone 30 more of 100 are no proof of a rise.
    const [change] = (await countIt('audited', 'plain')).changes;
    expect(change).toMatchObject({ theme: 'waiting', from: 0.1, isProved: false });
  });

  it('counts each yes that a triage that learns asked for by chance by how unlikely that was', async () => {
    const { ledger } = await tempLedger();
    const routing = (chance: number) => ({
      probabilities: [0.9, 0.1, 0.1],
      chances: [1, chance, 1],
      asked: [true, true, true],
      threshold: 0.5,
      pull: 0.1,
    });
    await enterRun(
      ledger,
      'run',
      Array.from({ length: 40 }, (_, i) => ({
        id: `T${i}`,
        outcomes: [no('manners'), i < 4 ? yes('waiting') : unrouted('waiting'), no('website')],
        routing: routing(i === 0 ? 0.2 : 1),
      })),
      { settings: { triage: { maxMiss: 0.02 } } },
    );
    const report = await count(ledger, {
      run: 'run',
      against: undefined,
      margin: 0.03,
      ...unlabelled,
    });
    expect(waitingOf(report)?.raw).toBeCloseTo((3 + 5) / 40, 10);
    expect(report.notes.join()).toMatch(/asked the judges 1 question /);
  });

  it('reads the labels of two people, says how far they agree, and goes by the first where they differ', async () => {
    const { countIt, folder } = await countedRun();
    const gold = path.join(folder, 'two.csv');
    const rows = everyFifth.map(([id, ann], i) => `${id},${ann},${i < 36 ? ann : 'manners'}`);
    writeFileSync(gold, `id,ann,bo\n${rows.join('\n')}\n`);
    const both = await countIt({ gold, annotators: ['ann', 'bo'] });
    expect(both.labels).toMatchObject({
      used: 40,
      agreement: { people: 2, tickets: 40, disputed: [{ theme: 'manners', tickets: 4 }] },
    });
    expect(both.themes).toEqual((await countIt({ gold, goldColumn: 'ann' })).themes);
    await expect(countIt({ annotators: ['ann', 'bo'] })).rejects.toThrow(/no file ann/);
  });

  it('draws the same sample again for the same seed', async () => {
    const { ledger } = await countedRun();
    const rows = async (seed: number) =>
      (await sample(ledger, { run: 'run', labels: 20, seed })).sampled.map(({ row }) => row);
    const first = await rows(1);
    expect(await rows(1)).toEqual(first);
    expect(await rows(2)).not.toEqual(first);
  });

  it('refuses labels that were chosen by looking at the answers', async () => {
    const { ledger, folder } = await tempLedger();
    await enterRun(
      ledger,
      'run',
      Array.from({ length: 100 }, (_, i) => ({
        id: `T${i}`,
        outcomes: [no('manners'), i < 40 ? failed('waiting') : yes('waiting'), no('website')],
      })),
    );
    const gold = path.join(folder, 'gold.csv');
    const rows = Array.from({ length: 30 }, (_, i) => `T${i},waiting`);
    writeFileSync(gold, `id,themes\n${rows.join('\n')}\n`);
    const options = { goldColumn: undefined, by: undefined, against: undefined, margin: 0.03 };
    await expect(count(ledger, { run: 'run', gold, ...options })).rejects.toThrow(
      /chosen by looking at the answers.*draw some by chance/,
    );
  });

  it('takes a question mark for a label that nobody wrote yet', async () => {
    const { countIt, writeGold } = await countedRun();
    const rows: [string, string][] = everyFifth.map(([id, themes], i) => [
      id,
      i < 20 ? themes : '?',
    ]);
    const report = await countIt({ gold: writeGold(rows) });
    expect(report.labels.used).toBe(20);
    await expect(countIt({ gold: writeGold([['T1', '?']]) })).rejects.toThrow(/no label yet/);
  });

  it('finds what fell between two months, by a column, and against another run', async () => {
    const { countIt, enter } = await countedRun();
    const { changes, groups } = await countIt({ by: 'month' });
    expect(groups.map(({ group, tickets }) => [group, tickets])).toEqual([
      ['2026-09', 100],
      ['2026-10', 100],
    ]);
    expect(changes[0]).toMatchObject({ theme: 'waiting', from: 0.6, to: 0, isProved: true });
    expect(changes.filter(({ isProved }) => isProved)).toHaveLength(1);
    const byChannel = await countIt({ by: 'channel' });
    expect(byChannel.changes.some(({ isProved }) => isProved)).toBe(false);
    await enter('later', 120);
    const later = await countIt({ run: 'later', against: 'run' });
    expect(later.changes[0]).toMatchObject({
      theme: 'waiting',
      from: 0.3,
      to: 0.6,
      group: 'later',
    });
  });

  it('counts and names tickets without a date that can be read, and shows them last', async () => {
    const { ledger } = await tempLedger();
    await enterRun(
      ledger,
      'run',
      Array.from({ length: 40 }, (_, i) => ({
        id: `T${i}`,
        outcomes: [no('manners'), no('waiting'), no('website')],
        cells: [`T${i}`, 'text', i < 4 ? 'soon' : i < 20 ? '2026-09-03' : '2026-10-04', 'mail'],
      })),
      { settings: columns },
    );
    const unlabelledByMonth = { ...unlabelled, by: 'month', against: undefined, margin: 0.03 };
    const { groups, notes } = await count(ledger, { run: 'run', ...unlabelledByMonth });
    expect(groups.map(({ group }) => group)).toEqual(['2026-09', '2026-10', '']);
    expect(notes).toEqual(['4 tickets have no date that can be read: T0, T1, T2 and 1 more']);
  });

  it('names the columns where one is asked for that is not there, and says where no dates are', async () => {
    const { countIt } = await countedRun();
    await expect(countIt({ by: 'color' })).rejects.toThrow(/no column "color"; it has id, text/);
  });
});

describe('an alert', () => {
  it('goes off where a rise is proved that may be as large as that', async () => {
    const { countIt, enter } = await countedRun();
    await enter('later', 80);
    const { changes } = await countIt({ run: 'later', against: 'run' });
    const themes = ['waiting', 'manners'];
    const alarms = (text: string) => alarmsOf([readAlert(text)], changes, themes).length;
    expect(alarms('waiting > +5 points')).toBe(0);
    await enter('latest', 100);
    const risen = await countIt({ run: 'latest', against: 'run' });
    const heard = (text: string) => alarmsOf([readAlert(text)], risen.changes, themes).length;
    expect(heard('waiting > +20 points')).toBe(1);
    expect(heard('waiting > +60 points')).toBe(0);
    expect(heard('waiting < -5 points')).toBe(0);
    expect(heard('manners > +1 point')).toBe(0);
    expect(() => heard('wating > +5 points')).toThrow(/the nearest is "waiting"/);
  });

  it.each(['waiting > 5', 'waiting > +5 %', 'waiting', '> +5 points', 'waiting > +0 points'])(
    'refuses %j',
    (text) => expect(() => readAlert(text)).toThrow(/--alert takes THEME > \+N points/),
  );
});
