import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defineTheme } from '../../agents/judge.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { applyCalibration } from '../../src/settings/apply-calibration.ts';
import { type CalibrateOptions, calibrate } from '../../workflows/calibrate.ts';
import { speak } from '../support/court.ts';
import { whenTestEnds } from '../support/endings.ts';
import { tempFolder, themesFile, ticketsFile } from '../support/files.ts';
import { stackedVerdicts, themesTold } from '../support/stacked.ts';

const folder = tempFolder();
const themes = themesFile(folder);
let ledgers = 0;

/** A model that reads a ticket rightly, but for what `flips` says of a docket of that size, and of so many themes. */
function modelThat(flips: (size: number, themes: number, theme: string) => boolean) {
  return speak((asked) => {
    const { tool, lines } = asked;
    const told = themesTold(asked.instructions);
    if (!told.has('') && told.size > 0)
      return stackedVerdicts(asked, (text, theme) =>
        text.includes('lost') !== flips(lines.length, told.size, theme) ? 'yes' : 'no',
      );
    if (tool === 'route_tickets')
      return {
        tickets: lines.map(({ id }) => ({
          ticket: id,
          routes: [{ theme: 'lost_bag', reason: 'it might' }],
          sentiment: 0.5,
        })),
      };
    return {
      verdicts: lines.map(({ id, text }) => {
        const isYes = String(text).includes('lost') !== flips(lines.length, 1, '');
        return {
          ticket: id,
          verdict: isYes ? 'yes' : 'no',
          confidence: 0.9,
          quote: isYes ? String(text) : '',
          rationale: 'said by the test',
        };
      }),
    };
  });
}

function optionsFor(
  model: ReturnType<typeof modelThat>,
  tickets: number,
  more: Partial<CalibrateOptions> = {},
): CalibrateOptions & { said: string[] } {
  const said: string[] = [];
  const texts = Array.from({ length: tickets }, (_, row) =>
    row % 2 === 0 ? `My bag is lost, number ${row}` : `All is well, number ${row}`,
  );
  return {
    file: ticketsFile(folder, texts, `${tickets}.csv`),
    columns: {},
    themes,
    fresh: false,
    ledger: path.join(folder, `${++ledgers}.db`),
    route: 'all',
    aggregate: 'never',
    docket: 16,
    concurrency: { start: 64, most: 64 },
    endpoint: { model: 'mock', baseURL: 'http://127.0.0.1:9/v1', api: 'chat' },
    timeoutMs: 1000,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    window: () => ({ model: () => model, identity: () => 'mock' }),
    sample: tickets,
    tolerance: 0.02,
    gold: undefined,
    risk: 0.05,
    spans: 'none',
    themeThresholds: false,
    say: (message) => said.push(message),
    said,
    ...more,
  };
}

describe('calibrate', () => {
  it('takes the largest docket that changes no answers', async () => {
    const random = seededRandom(1);
    const model = modelThat((size) => size > 8 && random() < 0.15);
    const options = optionsFor(model, 40, { tolerance: 0.05 });
    const { dockets, stoppedBecause } = await calibrate(options);
    expect(stoppedBecause).toBeNull();
    expect(dockets).toMatchObject({ chosen: 8, questions: 80 });
    expect(dockets?.sizes.map(({ size, lost }) => [size, lost])).toEqual(
      [2, 4, 8, 16, 32].map((size) => [size, 0]),
    );
    expect(dockets?.sizes.at(-1)?.excess).toBeGreaterThan(0.05);
    // 80 questions twice alone, then two judges with 20, 10, 5, 3 and 2 dockets each.
    expect(model.asked).toHaveLength(160 + 2 * (20 + 10 + 5 + 3 + 2));
    // Every docket is full, and holds no ticket twice.
    const held = model.asked.map(({ lines }) => new Set(lines.map(({ text }) => text)).size);
    expect(new Set(held)).toEqual(new Set([1, 2, 4, 8, 16, 32]));
    expect(options.said.join('\n')).toMatch(/^About 240 calls: 40 tickets, about 80 questions/m);
  });

  it('does not blame dockets for the model’s own repeat noise', async () => {
    const random = seededRandom(2);
    const model = modelThat(() => random() < 0.1);
    const { dockets } = await calibrate(optionsFor(model, 40, { tolerance: 0.25 }));
    expect(dockets?.chosen).toBe(32);
    const noise = (dockets?.sizes[0]?.unsteady ?? 0) / (dockets?.questions ?? 1);
    expect(noise).toBeGreaterThan(0.1);
  });

  it('asks nobody twice for what an earlier calibration paid for', async () => {
    const model = modelThat(() => false);
    const options = optionsFor(model, 20, { tolerance: 0.1 });
    const first = await calibrate(options);
    const asked = model.asked.length;
    const second = await calibrate(options);
    expect(model.asked).toHaveLength(asked);
    expect(second.dockets).toEqual(first.dockets);
    expect(second.calls).toBe(0);
    const ledger = await openLedger(options.ledger);
    expect((await ledger.runs.all()).map(({ workflow, status }) => [workflow, status])).toEqual([
      ['calibrate', 'finished'],
      ['calibrate', 'finished'],
    ]);
    await ledger.close();
  });

  it('asks only about what triage names, where triage chooses', async () => {
    const model = modelThat(() => false);
    const options = optionsFor(model, 40, { route: 'triage', tolerance: 0.1 });
    const { dockets } = await calibrate(options);
    expect(dockets?.questions).toBe(40);
    const judges = model.asked.filter(({ tool }) => tool === 'submit_verdicts');
    expect(judges.every(({ instructions }) => instructions.includes('lost_bag'))).toBe(true);
    expect(options.said.join('\n')).toMatch(/^Triage names 40 questions/m);
  });

  it('takes no docket where a size flips answers, and says what sample would show more', async () => {
    const random = seededRandom(3);
    const model = modelThat((size) => size > 1 && random() < 0.3);
    const { dockets } = await calibrate(optionsFor(model, 20, { tolerance: 0.1 }));
    expect(dockets?.chosen).toBe(1);
    expect(dockets?.sizes[0]?.needed).toBeNull();
    let slips = 2;
    const seldom = modelThat((size) => size === 2 && slips-- > 0);
    const found = await calibrate(optionsFor(seldom, 20, { tolerance: 0.1 }));
    expect(found.dockets?.chosen).toBe(1);
    expect(found.dockets?.sizes[0]?.needed ?? 0).toBeGreaterThan(20);
  });

  const fewThemes = Array.from({ length: 4 }, (_, index) =>
    defineTheme({ id: `bag_${index}`, name: `Bag ${index}`, definition: 'A bag is lost.' }),
  );
  const stacked = { themes: fewThemes, isStackAuto: true, tolerance: 0.05 };

  it('takes as many themes in a call as change no answers, and tells each theme and place of it', async () => {
    const model = modelThat(() => false);
    const options = optionsFor(model, 40, stacked);
    const { dockets, stacks } = await calibrate(options);
    expect(dockets).toMatchObject({ chosen: 32, sure: 0.975 });
    expect(stacks).toMatchObject({ docket: 32, chosen: 4, alone: [] });
    expect(stacks?.sizes.map(({ size, questions, lost }) => [size, questions, lost])).toEqual([
      [2, 160, 0],
      [4, 160, 0],
    ]);
    expect(stacks?.themes.map(({ theme, suffers }) => [theme, suffers])).toEqual(
      fewThemes.map(({ id }) => [id, false]),
    );
    // Themes come in more than one order.
    const orders = model.asked.map(({ instructions }) => [...themesTold(instructions).values()]);
    const wide = orders.filter(({ length }) => length > 1).map((order) => order.join());
    expect(new Set(wide).size).toBeGreaterThan(2);
    const ledger = await openLedger(options.ledger);
    whenTestEnds(() => ledger.close());
    const applied = await applyCalibration(ledger, fewThemes, options);
    expect(applied).toMatchObject({ docket: 16, stack: 4 });
    expect(applied.notes).toEqual([expect.stringMatching(/^themes per call: up to 4, as/)]);
  });

  it('keeps one theme a call where a second one changes answers, and asks about no third', async () => {
    const random = seededRandom(5);
    const model = modelThat((_, themes) => themes > 1 && random() < 0.15);
    const { stacks } = await calibrate(optionsFor(model, 40, stacked));
    expect(stacks).toMatchObject({ chosen: 1, alone: [] });
    expect(stacks?.sizes.map(({ size }) => size)).toEqual([2]);
  });

  it('leaves a theme alone that suffers among others, where most do not', async () => {
    const random = seededRandom(6);
    const model = modelThat(
      (_, themes, theme) => themes > 1 && theme === 'bag_3' && random() < 0.5,
    );
    const { stacks } = await calibrate(optionsFor(model, 40, { ...stacked, tolerance: 0.25 }));
    expect(stacks).toMatchObject({ chosen: 4, alone: ['bag_3'] });
    expect(stacks?.sizes.at(-1)?.excess).toBeGreaterThan(0.05);
  });

  it('stops before it pays for a sample that can show nothing', async () => {
    const model = modelThat(() => false);
    await expect(calibrate(optionsFor(model, 40))).rejects.toThrow(
      /40 tickets bring 80 questions, too few for --tolerance 2%: that takes 149, about --sample 75/,
    );
    expect(model.asked).toHaveLength(0);
  });
});
