import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../src/cases/causes/answers.ts';
import { findCauses, tooFewOf } from '../../../src/cases/causes/find-causes.ts';
import { seededRandom } from '../../../src/domain/random.ts';
import { spoils } from '../../../src/self-test/systems/spoils.ts';
import { judged, makeRun, type RunOptions } from '../../support/faulty-runs.ts';

function recordsOf(options: RunOptions, isLabelled: (row: number) => boolean = () => true) {
  const { cases, columns } = makeRun(options);
  const recorder = new Recorder();
  for (const { known, ticket } of cases) {
    const gold = isLabelled(ticket.row) ? ticket.gold : undefined;
    recorder.count({ ...known, gold }, { ...ticket, gold });
  }
  return { records: recorder.records(), columns };
}

function causesOf(options: RunOptions, isLabelled?: (row: number) => boolean) {
  const { records, columns } = recordsOf(options, isLabelled);
  return findCauses(records, { themes: judged, columns });
}

const spoiled = (cause: string, strength = 0.35, theme = 'policy') => {
  const spoil = spoils[cause]?.(seededRandom(4), judged);
  if (spoil === undefined) throw new Error(`nobody spoils by ${cause}`);
  return { theme, spoil, strength };
};
const usual = { seed: 7, tickets: 300, noise: 0.02 };

describe('the causes of a judge’s mistakes', () => {
  it.each(Object.keys(spoils))('are named: %s', (cause) => {
    const [first, ...more] = causesOf({ ...usual, spoiled: spoiled(cause) });
    expect(first).toMatchObject({ agent: 'judge:policy', cause, measure: 'labels' });
    expect(more).toEqual([]);
  });

  it('are named where the model mixes up ids', () => {
    const [first] = causesOf({ ...usual, swaps: { theme: 'policy', strength: 0.3 } });
    expect(first).toMatchObject({ agent: 'judge:policy', cause: 'id_swap' });
  });

  it('are named by lot where each single test leaves them open', () => {
    const random = seededRandom(26 * 7919);
    const theme = judged[Math.floor(random() * judged.length)] ?? '';
    const spoil = spoils.by_length?.(random, judged);
    if (spoil === undefined) throw new Error('nobody spoils by length');
    const run = { seed: 26, tickets: 300, noise: 0.05, spoiled: { theme, spoil, strength: 0.2 } };
    const [cause] = causesOf(run);
    expect(cause).toMatchObject({ agent: `judge:${theme}`, cause: 'by_length' });
    expect(cause?.chance).toBeLessThan(0.008);
  });

  it('are none where mistakes fall anywhere, however many', () => {
    for (const noise of [0, 0.05, 0.25])
      for (let seed = 1; seed <= 4; seed++) expect(causesOf({ ...usual, seed, noise })).toEqual([]);
  });

  it('are none where a judge misses a theme everywhere, which is more frequent in some tickets', () => {
    const spoil = () => false;
    expect(causesOf({ ...usual, spoiled: { theme: 'policy', spoil, strength: 0.6 } })).toEqual([]);
  });

  it('say from which row on a run is worse', () => {
    const spoil = spoils.drift?.(() => 0.5, judged);
    if (spoil === undefined) throw new Error('no drift');
    const [cause] = causesOf({ ...usual, spoiled: { theme: 'delay', spoil, strength: 0.5 } });
    expect(Math.abs((cause?.since ?? 0) - 0.525 * 300)).toBeLessThan(25);
  });

  it('are found in the half that has labels', () => {
    const more = { ...usual, tickets: 600, spoiled: spoiled('position_bias') };
    const [cause] = causesOf(more, (row) => row % 2 === 0);
    expect(cause).toMatchObject({ cause: 'position_bias', agent: 'judge:policy' });
    expect((cause?.apart.of ?? 0) + (cause?.others.of ?? 0)).toBeLessThanOrEqual(300);
  });

  it('are found without labels where only the places in a call can make the difference', () => {
    const spoil = spoils.position_bias?.(() => 0, judged);
    if (spoil === undefined) throw new Error('no position');
    const run = { ...usual, tickets: 600, spoiled: { theme: 'policy', spoil, strength: 0.6 } };
    const [cause] = causesOf(run, () => false);
    expect(cause).toMatchObject({ cause: 'position_bias', measure: 'answers' });
    expect(causesOf({ ...usual, tickets: 600 }, () => false)).toEqual([]);
  });

  it('are not looked for in a few tickets, and the number that it takes is told', () => {
    const few = { ...usual, tickets: 40, spoiled: spoiled('position_bias', 0.2) };
    expect(causesOf(few)).toEqual([]);
    const [first] = tooFewOf(recordsOf(few).records);
    expect(first?.answers).toBe(40);
    expect(first?.needed).toBeGreaterThan(200);
    expect(first?.needed).toBeLessThan(700);
  });
});
