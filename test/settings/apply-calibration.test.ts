import { expect, it } from 'vitest';
import { defineTheme } from '../../agents/judge.ts';
import { usualRules } from '../../src/domain/decision/reconcile.ts';
import { sureEnough } from '../../src/model/embedded/certainty.ts';
import { applyCalibration, calibrationKey } from '../../src/settings/apply-calibration.ts';
import type { RunOptions } from '../../src/settings/options.ts';
import { tempLedger } from '../support/court.ts';

const late = defineTheme({ name: 'Late flight', definition: 'The flight was late.' });
const lost = defineTheme({ name: 'Lost bag', definition: 'A bag is lost.' });
const endpoint = { model: 'mock', baseURL: 'http://127.0.0.1:9/v1', api: 'chat' as const };
const options = {
  endpoint,
  docket: 16,
  isDocketAuto: true,
  route: 'all',
  aggregate: 'never',
} as RunOptions;

async function calibrated(threshold: number | null = 0.8) {
  const { ledger } = await tempLedger();
  const terms = { route: 'all', aggregate: 'never', docket: 8, risk: 0.05 };
  await ledger.write({
    calibrations: [
      {
        key: calibrationKey(endpoint, [late, lost]),
        docket: 8,
        threshold,
        at: Date.UTC(2026, 0, 2),
        body: JSON.stringify({ terms }),
      },
    ],
  });
  return (more: Partial<RunOptions> = {}, themes = [lost, late]) =>
    applyCalibration(ledger, themes, { ...options, ...more });
}

it('a run goes by what was calibrated for its server, model and themes, in whatever order', async () => {
  const apply = await calibrated();
  expect(await apply()).toEqual({
    docket: 8,
    rules: { ...usualRules, review_below: 0.8 },
    notes: [
      'tickets per call (docket): 8, as calibrated on 2026-01-02',
      'decisions with a confidence below 0.8 go to review, as calibrated on 2026-01-02: at most 5 % of the others are wrong',
    ],
  });
});

it('another server, model, wording or set of themes was never calibrated', async () => {
  const apply = await calibrated();
  const none = { docket: 16, rules: undefined, notes: [] };
  const reworded = defineTheme({ ...lost, definition: 'A bag is gone.' });
  expect(await apply({ endpoint: { ...endpoint, model: 'other' } })).toEqual(none);
  expect(await apply({ endpoint: { ...endpoint, baseURL: 'http://127.0.0.1:8/v1' } })).toEqual(
    none,
  );
  expect(await apply({}, [late, reworded])).toEqual(none);
  expect(await apply({}, [late])).toEqual(none);
});

it('a docket that was named stands, and a threshold promises nothing on other terms', async () => {
  const apply = await calibrated();
  expect(await apply({ isDocketAuto: false, docket: 4 })).toMatchObject({
    docket: 4,
    rules: { review_below: 0.8 },
  });
  for (const more of [
    { isDocketAuto: false, docket: 16 },
    { route: 'triage' as const },
    { aggregate: 'always' as const },
    { votes: 3 },
    { panel: ['a', 'b'] },
  ]) {
    const { rules, notes } = await apply(more);
    expect(rules).toBeUndefined();
    expect(notes.at(-1)).toMatch(/^the review threshold of 2026-01-02 is not used/);
  }
});

it('without a threshold, or with one of 0, decisions go by the usual rules', async () => {
  for (const threshold of [null, 0])
    expect((await (await calibrated(threshold))()).rules).toBeUndefined();
});

it('the embedded model leaves to a person what it is not sure of, but for a search and for what it was taught', async () => {
  const apply = await calibrated();
  const embedded = (model: string) => ({ model, baseURL: '', api: 'embedded' }) as const;
  const rulesOf = async (more: Partial<RunOptions>) => (await apply(more)).rules;
  expect(await rulesOf({ endpoint: embedded('embedded') })).toEqual({
    ...usualRules,
    confidence_floor: sureEnough,
  });
  expect(await rulesOf({ endpoint: embedded('embedded'), texts: [] })).toBeUndefined();
  expect(await rulesOf({ endpoint: embedded(`embedded:${'a'.repeat(32)}`) })).toBeUndefined();
});
