import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { paceLaw } from '../../../src/domain/pace-law.ts';
import { Pace } from '../../../src/model/pacing/pace.ts';
import { onPostgres, type TestedEngine } from '../../support/engines.ts';
import { openPaces } from '../../support/paces.ts';

const wider = paceLaw.sharedSlack / paceLaw.slack;

type Happening =
  | { kind: 'answers'; count: number }
  | { kind: 'refusal'; agoMs: number }
  | { kind: 'little' }
  | { kind: 'time'; ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('answers' as const), count: fc.integer({ min: 1, max: 80 }) }),
  fc.record({ kind: fc.constant('refusal' as const), agoMs: fc.integer({ min: 0, max: 3000 }) }),
  fc.record({ kind: fc.constant('little' as const) }),
  fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
);

/** The spacings of the pace in memory and of the one in the database, after the same happenings. */
async function compare(
  openPace: Awaited<ReturnType<typeof openPaces>>,
  rpm: number | undefined,
  happenings: Happening[],
) {
  let now = 1_000_000_000_000;
  const shared = await openPace({ rpm }, () => sql`${now}`, `server ${Math.random()}`);
  const own = new Pace(rpm);
  const reserve = (answers: number) =>
    shared.reserve({ count: 1, tokens: 1, answers, departed: [] });
  await reserve(0);
  for (const one of happenings) {
    if (one.kind === 'time') now += one.ms;
    if (one.kind === 'answers') for (let n = 0; n < one.count; n += 1) own.answered(now);
    if (one.kind === 'refusal') {
      own.refused(now - one.agoMs, now);
      await shared.refused(one.agoMs, undefined);
    }
    if (one.kind === 'little') {
      own.told({ limit: 100, left: 1, resetMs: 0 }, now);
      await shared.foundOut();
    }
    await reserve(one.kind === 'answers' ? one.count : 0);
  }
  return {
    own: own.interval * (rpm === undefined ? 1 : wider),
    shared: (await reserve(0)).spacing,
  };
}

function suite(engine: TestedEngine) {
  it.each([undefined, 1200])(
    'under %s requests a minute it is as in memory, whatever happens',
    async (rpm) => {
      const openPace = await openPaces(engine);
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
          const { own, shared } = await compare(openPace, rpm, happenings);
          expect(shared / own).toBeCloseTo(1, 9);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('no turn is given away twice, however many ask at once', async () => {
    const openPace = await openPaces(engine);
    const paces = await Promise.all([1, 2, 3, 4].map(() => openPace({ rpm: 60_000 })));
    const asked = { count: 2, tokens: 0, answers: 0, departed: [] };
    const turns: number[] = [];
    await Promise.all(
      paces.map(async (pace) => {
        for (let call = 0; call < 100; call += 1) {
          const { first, step } = await pace.reserve(asked);
          turns.push(first, first + step);
        }
      }),
    );
    const gaps = turns.toSorted((a, b) => a - b).map((turn, at, all) => turn - (all[at - 1] ?? 0));
    expect(turns).toHaveLength(800);
    expect(Math.min(...gaps)).toBeGreaterThan(0.5);
  });
}

describe('the pace that all share', () => onPostgres(suite));
