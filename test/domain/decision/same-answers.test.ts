import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import { Verdict } from '../../../src/domain/decision/outcome.ts';
import {
  AnswerWatch,
  describeSame,
  sameAnswersIn,
  sameFloor,
} from '../../../src/domain/decision/same-answers.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';

type Said = Partial<Verdict> | undefined;

/** What is noticed where judges say this of so many tickets; nothing said of one that was not asked. */
function noticed(
  said: Record<string, (index: number) => Said>,
  { tickets = 300, textOf = (index: number) => `My flight was late, number ${index}` } = {},
) {
  const watch = new AnswerWatch();
  for (let index = 0; index < tickets; index++) {
    const outcomes = Object.entries(said).flatMap(([theme, judge]) => {
      const verdict = judge(index);
      const usual = { verdict: 'yes', confidence: 0.9, quote: '', rationale: 'It applies.' };
      return verdict === undefined
        ? []
        : [{ kind: 'verdict', theme, ...Verdict.parse({ ...usual, ...verdict }) }];
    });
    const text = textOf(index);
    watch.add({ outcomes } as unknown as Decision, text, () => ({ text, context: {} }) as Ticket);
  }
  return watch.report();
}

const always = (said: Said) => () => said;
const no = { verdict: 'no' } as const;

describe('a constant model is noticed', () => {
  it('where one judge says yes in the same words, and quotes nothing that stands there', () => {
    const mixed = (index: number): Said => (index % 3 === 0 ? { rationale: `No. ${index}` } : no);
    const [found, ...others] = noticed({ waiting_time: always({ quote: 'bag' }), policy: mixed });
    expect(others).toEqual([]);
    expect(describeSame(found as NonNullable<typeof found>)).toMatch(
      /^300 of 300 answers of judge "waiting_time" are the same \(yes, confidence 0\.9: It applies\.\)/,
    );
  });

  it('once where all judges say the same, also where that is no', () => {
    for (const said of [{}, no]) {
      const found = noticed({ a: always(said), b: always(said), c: always(said) });
      expect(found).toMatchObject([{ judges: ['a', 'b', 'c'], answers: 900, same: 900 }]);
    }
  });

  it('where every judge says yes to every ticket, whatever words it finds', () => {
    const judge = (index: number): Said => ({ quote: `number ${index}`, rationale: `R${index}` });
    const [found] = noticed({ a: judge, b: judge, c: judge });
    expect(describeSame(found as NonNullable<typeof found>)).toMatch(
      /^900 of 900 answers of all 3 judges are yes, whatever the ticket says/,
    );
  });

  it('where one answer in a hundred is another', () => {
    const found = noticed({ a: (index) => (index % 100 === 0 ? no : {}) });
    expect(found).toMatchObject([{ answers: 300, same: 297 }]);
  });
});

describe('an honest model is not', () => {
  it.each<[string, Parameters<typeof noticed>]>([
    ['whose theme has none', [{ a: always(no), b: (index) => (index % 2 ? {} : no) }]],
    ['whose two themes have none', [{ a: always(no), b: always(no) }]],
    ['that quotes the same word, as it stands in every ticket', [{ a: always({ quote: 'late' }) }]],
    [
      'whose two themes apply to every ticket',
      [{ a: always({ quote: 'late' }), b: always({ quote: 'flight', rationale: 'Of one.' }) }],
    ],
    [
      'whose judges say yes to what triage names them',
      [
        Object.fromEntries(
          ['a', 'b', 'c'].map((theme, place) => [
            theme,
            (index: number): Said =>
              index % 3 === place ? { quote: 'late', rationale: `R${index}` } : undefined,
          ]),
        ),
      ],
    ],
    [
      'that can only say yes or no',
      [{ a: always({ quote: null, rationale: '' }), b: always({ quote: null, rationale: '' }) }],
    ],
    ['that is asked about one text again and again', [{ a: always({}) }, { textOf: () => 'late' }]],
    ['that was asked about few', [{ a: always({}) }, { tickets: sameFloor.texts - 1 }]],
  ])('%s', (_, given) => {
    expect(noticed(...given)).toEqual([]);
  });

  it('where any judge gives a twentieth of its answers otherwise', () => {
    const other = fc.record({ verdict: fc.constant('no' as const), rationale: fc.string() });
    fc.assert(
      fc.property(fc.array(other, { minLength: 10, maxLength: 10 }), (others) => {
        const judge = (index: number): Said => (index % 20 === 0 ? others[(index / 20) % 10] : {});
        expect(noticed({ a: judge }, { tickets: 200 })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

it('a summary that says anything else of it says nothing', () => {
  const [found] = noticed({ a: always({}) });
  expect(sameAnswersIn(JSON.stringify({ sameAnswers: [found] }))).toEqual([found]);
  for (const odd of [null, '{}', '{"sameAnswers":7}', '{"sameAnswers":[{"judges":"a"}]}'])
    expect(sameAnswersIn(odd)).toEqual([]);
});
