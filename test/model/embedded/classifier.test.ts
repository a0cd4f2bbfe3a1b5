import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Theme } from '../../../src/domain/theme.ts';
import { createClassifier, type Reading } from '../../../src/model/embedded/classifier.ts';
import { settings } from '../../../src/model/embedded/settings.ts';

const themes = [
  {
    name: 'Late delivery',
    definition: 'The customer complains that a parcel arrived late or has not arrived.',
    examples: ['Still nothing on my doorstep, and it is Friday.'],
    counterExamples: ['The courier was quick but the parcel is for my neighbour.'],
  },
  {
    name: 'Refund',
    definition: 'The customer asks for the money back, or waits for a refund that was promised.',
    examples: ['🙄', '...'],
  },
  { name: 'Rude staff', definition: 'An agent or another employee was rude or impolite.' },
  { name: 'Login', definition: 'The customer cannot log in: password, code or account locked.' },
].map((theme) => Theme.parse(theme));
const classifier = createClassifier(themes);

const yesIn = ({ themes }: Reading) =>
  themes.filter(({ verdict }) => verdict === 'yes').map(({ theme }) => theme);
const yesOf = (text: string) => yesIn(classifier.read(text));

const vocabulary = themes.flatMap(({ name, definition }) => `${name} ${definition}`.split(' '));
const saying = fc
  .array(
    fc.oneof(
      fc.constantFrom(...vocabulary, '!', '\n', '? ', '…', '😡', 'مرحبا', '你好', '@me', '\ud83d'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 120 },
  )
  .map((parts) => parts.join(' '));
const anything = fc.oneof(saying, fc.string({ unit: 'binary' }), fc.string());

describe('what it finds', () => {
  it('finds the one theme that a ticket speaks of', () => {
    expect(yesOf('My parcel has not arrived, it is a week late.')).toEqual(['late_delivery']);
    expect(yesOf('Your agent was so rude to me on the phone!')).toEqual(['rude_staff']);
  });

  it('finds two themes that speak by words of their own', () => {
    expect(yesOf('The parcel came late. Give me a refund, I want my money.')).toEqual([
      'late_delivery',
      'refund',
    ]);
  });

  it('gives the words that two themes share to the one that has more of them', () => {
    const shared = ['Card lost', 'Card lost abroad', 'Login'].map((name) =>
      Theme.parse({ name, definition: `The customer asks about this: ${name}` }),
    );
    expect(yesIn(createClassifier(shared).read('I lost my card'))).toEqual(['card_lost']);
  });

  it('does not take a likeness of letters for a theme', () => {
    expect(yesOf('The lateral, fundamental lodging.')).toEqual([]);
  });

  it('routes every yes however many there are', () => {
    const names = ['Refund', 'Luggage', 'Password', 'Parking', 'Breakfast', 'Elevator', 'Invoice'];
    const many = names.map((name) => Theme.parse({ name, definition: `${name} was a trouble` }));
    const reading = createClassifier(many).read(names.join(', '));
    expect(yesIn(reading)).toHaveLength(names.length);
    expect(reading.themes.every(({ routed }) => routed)).toBe(true);
  });

  it('finds a theme by a related word that its definition does not have', () => {
    expect(yesOf('I want to be reimbursed.')).toEqual(['refund']);
  });

  it('finds no theme in a text that speaks of none', () => {
    for (const text of [
      '',
      '   ',
      '😀😀',
      'Zebras graze beneath purple umbrellas.',
      'xyzzy qwrtp',
      '\ud800',
    ]) {
      expect(yesOf(text), text).toEqual([]);
      expect(
        classifier.read(text).themes.some(({ routed }) => routed),
        text,
      ).toBe(false);
    }
  });

  it('finds a theme in the middle of a long ticket', () => {
    const filler = 'We spent a sunny weekend by the lake with ducks and apples. '.repeat(30);
    expect(yesOf(`${filler}The employee was impolite and rude. ${filler}`)).toEqual(['rude_staff']);
  });

  it('says yes to a text that the theme gives as an example, in any case and spacing', () => {
    for (const theme of themes) {
      for (const example of theme.examples) {
        const text = `  ${example.toUpperCase().replaceAll(' ', '  ')} `;
        const own = classifier.read(text).themes.find((reading) => reading.theme === theme.id);
        expect(own, example).toMatchObject({ verdict: 'yes', routed: true });
        expect(own?.confidence).toBeGreaterThan(0.9);
        expect(text).toContain(own?.quote);
        expect(own?.quote).not.toBe('');
      }
    }
  });

  it('says no to a text that the theme gives as a counter-example', () => {
    expect(yesOf('the courier was quick but the parcel is for my neighbour.')).not.toContain(
      'late_delivery',
    );
  });

  it('learns words from examples', () => {
    const text = 'nothing on the doorstep';
    const bare = createClassifier(themes.map((theme) => ({ ...theme, examples: [] })));
    const scoreOf = (reader: typeof classifier) => reader.read(text).themes[0]?.score ?? 0;
    expect(scoreOf(classifier)).toBeGreaterThan(scoreOf(bare));
  });

  it('is less sure near the threshold', () => {
    const clear = classifier.read('Refund! I want my money back, the refund was promised.')
      .themes[1];
    const faint = classifier.read('The promised bill and a lamp and a garden and a refund')
      .themes[1];
    expect(clear?.confidence).toBeGreaterThan(faint?.confidence ?? 1);
  });

  it('names the words that told it', () => {
    const reading = classifier.read('A rude employee. Bye.').themes[2];
    expect(reading?.quote).toBe('A rude employee.');
    expect(reading?.words).toEqual(expect.arrayContaining(['rude', 'employee']));
  });
});

describe('whatever the text', () => {
  it('gives one reading for every theme, in order, within its ranges, and throws at nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const reading = classifier.read(text);
        expect(reading.themes.map(({ theme }) => theme)).toEqual(themes.map(({ id }) => id));
        for (const number of [
          reading.sentiment,
          ...reading.themes.flatMap(({ score, confidence }) => [score, confidence]),
        ]) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('quotes verbatim, and quotes for every yes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const { quote, verdict } of classifier.read(text).themes) {
          expect(text.includes(quote)).toBe(true);
          expect(quote.length).toBeLessThanOrEqual(settings.longestQuote);
          if (verdict === 'yes') expect(quote).not.toBe('');
        }
      }),
    );
  });

  it('routes every theme that it would say yes to', () => {
    fc.assert(
      fc.property(saying, (text) => {
        for (const { verdict, routed } of classifier.read(text).themes) {
          if (verdict === 'yes') expect(routed).toBe(true);
        }
      }),
    );
  });

  it('reads the same text the same way, whatever it read before', () => {
    fc.assert(
      fc.property(saying, saying, (text, other) => {
        const fresh = createClassifier(themes).read(text);
        classifier.read(other);
        expect(classifier.read(text)).toEqual(fresh);
      }),
    );
  });

  it('reads no further than its longest text', () => {
    const end = ' The employee was rude.';
    const within = 'lake. '.repeat(10).padEnd(settings.longestText - end.length, ' ') + end;
    const beyond = 'lake. '.repeat(10).padEnd(settings.longestText, ' ') + end;
    expect(yesOf(within)).toEqual(['rude_staff']);
    expect(yesOf(beyond)).toEqual([]);
  });
});

it('reads with no theme at all, and with one theme alone', () => {
  expect(createClassifier([]).read('My parcel is late').themes).toEqual([]);
  const [alone] = createClassifier(themes.slice(1, 2)).read('I want a refund').themes;
  expect(alone).toMatchObject({ theme: 'refund', verdict: 'yes', quote: 'I want a refund' });
});
