import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample, seededRandom } from '../../src/domain/random.ts';
import type { Example, Subject } from '../../src/learning/example.ts';
import { packModel, unpackModel } from '../../src/learning/pack.ts';
import { openLearned } from '../../src/learning/read-learned.ts';
import { train } from '../../src/learning/train.ts';
import { lacking, verdictsNeeded } from '../../src/learning/triage/verdicts-needed.ts';

const topics: Record<string, string[]> = {
  bags: 'bag suitcase luggage lost carousel damaged handle zip tag'.split(' '),
  delays: 'late hours waiting delayed gate tarmac slow board'.split(' '),
  food: 'meal cold coffee sandwich hungry dinner vegetarian tray'.split(' '),
};
const filler = 'today with the airline again please from london to rome and my family'.split(' ');

function examplesOf(count: number, seed: number): Example[] {
  const random = seededRandom(seed);
  const ids = Object.keys(topics);
  return Array.from({ length: count }, (_, at) => {
    const topic = ids[at % ids.length] ?? '';
    const words = [...sample(random, topics[topic] ?? [], 3), ...sample(random, filler, 5)];
    const text = sample(random, words, words.length).join(' ');
    return { text, answers: new Map(ids.map((id) => [id, id === topic])) };
  });
}

const subjects = (excluding = false): Subject[] =>
  Object.keys(topics).map((id) => ({
    id,
    words: id,
    excludes: excluding ? Object.keys(topics).filter((other) => other !== id) : [],
  }));

const examples = examplesOf(90, 1);
const model = train(subjects(), examples, seededRandom(1));

describe('what is learned', () => {
  it('holds for texts that it has not seen, with its telling words', () => {
    const reader = openLearned(model);
    for (const { text, answers } of examplesOf(60, 2))
      expect(reader.read(text).map(({ isYes }) => isYes)).toEqual([...answers.values()]);
    for (const { id, words, f1 } of model.themes) {
      expect(f1).toBeGreaterThan(0.9);
      for (const word of words.slice(0, 4)) expect(topics[id]).toContain(word);
    }
    expect(reader.tellingWords('the coffee was cold', 2, 2).toSorted()).toEqual(['coffee', 'cold']);
    expect(reader.weigh('cold coffee', 2)).toBeGreaterThan(reader.weigh('to rome', 2));
  });

  it('is the same for the same examples, bit for bit', () => {
    expect(packModel(train(subjects(), examples, seededRandom(1)))).toBe(packModel(model));
  });

  it('says the same of other texts whatever the order of the examples', () => {
    const reader = openLearned(model);
    const other = openLearned(train(subjects(), examples.toReversed(), seededRandom(1)));
    for (const { text } of examplesOf(30, 3)) {
      const judged = other.read(text);
      for (const [theme, { isYes, probability }] of reader.read(text).entries()) {
        expect(judged[theme]?.isYes).toBe(isYes);
        expect(Math.abs((judged[theme]?.probability ?? 0) - probability)).toBeLessThan(0.1);
      }
    }
  });

  it('reads the same after it was packed and unpacked', () => {
    const [reader, unpacked] = [openLearned(model), openLearned(unpackModel(packModel(model)))];
    const words = fc.array(fc.constantFrom(...Object.values(topics).flat(), 'Unseen', '!'));
    fc.assert(
      fc.property(words, (own) => {
        expect(unpacked.read(own.join(' '))).toEqual(reader.read(own.join(' ')));
      }),
    );
  });

  it('is tested on texts that it did not learn from: labels by chance are not learned', () => {
    const random = seededRandom(9);
    const byChance = examples.map(({ text }) => ({
      text,
      answers: new Map([['bags', random() < 0.5]]),
    }));
    const [bags] = train(subjects().slice(0, 1), byChance, seededRandom(1)).themes;
    expect(bags?.precision).toBeLessThan(0.65);
  });

  it('is one theme of all where they exclude each other and each text has one', () => {
    const one = train(subjects(true), examples, seededRandom(1));
    expect(one.isOneOfAll).toBe(true);
    const judged = openLearned(one).read('nothing that anyone has ever said');
    expect(judged.filter(({ isYes }) => isYes)).toHaveLength(1);
    const none = { text: 'all is well', answers: new Map([['bags', false]]) };
    expect(train(subjects(true), [...examples, none], seededRandom(1)).isOneOfAll).toBe(false);
  });

  it('leaves out a theme with too few verdicts, and one without an answer teaches nothing', () => {
    const some = examples.map(({ text, answers }, at) => ({
      text,
      answers: at < 12 ? answers : new Map([...answers].filter(([id]) => id !== 'food')),
    }));
    const { themes } = train(subjects(), some, seededRandom(1));
    expect(themes.map(({ id }) => id)).toEqual(['bags', 'delays']);
    expect(themes[0]).toMatchObject({ yes: 30, no: 60 });
    expect(lacking({ yes: 4, no: 8 })).toEqual({ yes: 1, no: 0 });
  });
});

it('the fewer verdicts, the more it would take, until precision and recall are known', () => {
  const scores = { precision: 0.8, recall: 0.7, f1: 0.75 };
  const few = verdictsNeeded({ ...scores, yes: 20, no: 180 });
  const more = verdictsNeeded({ ...scores, yes: 50, no: 450 });
  expect(few).toBeGreaterThan(more);
  expect(more).toBeGreaterThan(0);
  expect(verdictsNeeded({ ...scores, yes: 500, no: 4500 })).toBe(0);
});
