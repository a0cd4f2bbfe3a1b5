/** What a server meant to say of each ticket of a docket, and how it spelled that. */
import fc from 'fast-check';

/**
 * `neither` is no verdict at all, and none may be made of it. Where half of a contradiction was lost on
 * the way, nobody can tell: that is `open`.
 */
export type Meant = 'yes' | 'no' | 'neither' | 'open';

interface Entry {
  /** Which ticket of the docket, from 0. */
  ticket: number;
  meant: Exclude<Meant, 'open'>;
  id: 'as it is' | 'upper case' | 'with a hash';
  /** The fields' values as they stand in the JSON. */
  verdict: unknown;
  confidence: unknown;
  quote: unknown;
  /** A verdict under the same key, before the other one. */
  twice: 'no' | 'yes' | undefined;
  /** Fields that nobody asked for. */
  besides: Record<string, unknown>;
}

export interface Said {
  tickets: number;
  entries: Entry[];
}

const spellings: Record<Exclude<Meant, 'open'>, unknown[]> = {
  yes: ['Yes', 'YES', ' yes ', 'yes.', '"yes"', true, 'true'],
  no: ['No', 'NO', ' no\n', 'no.', '"no"', false, 'false'],
  neither: [
    ...['', null, {}, [], 'maybe', 'unclear', 'yes/no', 'yes or no', 'yes and no', 'no idea'],
    ...['not sure', 'not applicable', 'none', 'nothing', 'yesterday', 'n/a', 'Yes? No.', 0.5],
    ...[['yes', 'no'], { yes: 0.5, no: 0.5 }, 'unknown', 'noted', 'yes but no', 'no or yes'],
  ],
};
const confidences = [1, 0, 95, '0.9', '90 %', 950, -1, null, 'high', 1.5, 1e300];
const quotes = [
  ...['', 'yes', 'no', 'say "no"', null, 7, 'a\nb', '}', ']}', '\u0000', '\ud800'],
  ...['</think>', '<think>', '```', '\\', '<|im_end|>', 'x'.repeat(3000)],
];
/** Some look like another entry. */
const besides: Record<string, unknown>[] = [
  ...[{ theme: 'late' }, { id: 7 }, { note: null }, { label: 'yes' }],
  ...[{ label: 'no' }, { reasoning: 'no "yes" but {"verdict":"no"}' }, { list: [[], {}] }],
  ...[{ reasoning: 'no "no" but {"verdict":"yes"}' }, { text: '}],"verdicts":[{' }],
];

/** Mostly what is asked for: an answer in which all is odd at once is refused for one of them. */
export function mostly<Value>(usual: Value, odd: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, fc.constantFrom(...odd));
}

function entryOf(ticket: number): fc.Arbitrary<Entry> {
  return fc
    .constantFrom<Entry['meant']>('yes', 'no', 'yes', 'no', 'yes', 'no', 'neither')
    .chain((meant) =>
      fc.record({
        ticket: fc.constant(ticket),
        meant: fc.constant(meant),
        id: mostly<Entry['id']>('as it is', ['upper case', 'with a hash']),
        verdict:
          meant === 'neither'
            ? fc.constantFrom(...spellings.neither)
            : mostly<unknown>(meant, spellings[meant]),
        confidence: mostly<unknown>(0.9, confidences),
        quote: mostly<unknown>('late', quotes),
        twice: fc.oneof(
          { weight: 30, arbitrary: fc.constant(undefined) },
          fc.constantFrom<Entry['twice']>('yes', 'no'),
        ),
        besides: mostly({}, besides),
      }),
    );
}

/** Under one id, however that is written. */
function twoOf(ticket: number): fc.Arbitrary<Entry[]> {
  return fc
    .tuple(entryOf(ticket), entryOf(ticket))
    .map(([one, other]) => [one, { ...other, id: one.id }]);
}

/** One to three tickets with an entry each, at times two or none, in any order. */
export const saidOfDocket: fc.Arbitrary<Said> = fc.integer({ min: 1, max: 3 }).chain((tickets) =>
  fc
    .tuple(
      ...Array.from({ length: tickets }, (_, ticket) =>
        fc.oneof(
          { weight: 16, arbitrary: entryOf(ticket).map((entry) => [entry]) },
          { weight: 1, arbitrary: twoOf(ticket) },
          { weight: 1, arbitrary: fc.constant<Entry[]>([]) },
        ),
      ),
    )
    .chain((entries) => fc.shuffledSubarray(entries.flat(), { minLength: entries.flat().length }))
    .map((entries) => ({ tickets, entries })),
);

/** After damage what was neither may be read as what is left of it. */
export function afterDamage(meant: readonly Meant[]): Meant[] {
  return meant.map((one) => (one === 'neither' ? 'open' : one));
}

/** What all that is said of each ticket comes to. */
export function meantBy({ tickets, entries }: Said): Meant[] {
  return Array.from({ length: tickets }, (_, ticket) => {
    const own = entries.filter((entry) => entry.ticket === ticket);
    const all = own.flatMap(({ meant, twice }) => (twice === undefined ? meant : [twice, meant]));
    const [first = 'neither', ...others] = all;
    return others.every((other) => other === first) ? first : 'neither';
  });
}
