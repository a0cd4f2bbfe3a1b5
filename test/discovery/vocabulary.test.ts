import { expect, it } from 'vitest';
import { piecesOf } from '../../src/discovery/pieces.ts';
import { learnVocabulary } from '../../src/discovery/vocabulary.ts';

const wordsOf = (texts: string[]) => learnVocabulary(texts.map(piecesOf)).written;
const filler = Array.from({ length: 12 }, (_, at) => `nothing about it ${at}`);

it('names are left out, wherever they stand', () => {
  const text = 'London was rainy. We left London with a suitcase, a trolley and an umbrella.';
  const texts = Array.from({ length: 4 }, () => text);
  expect(wordsOf([...texts, ...filler])).toEqual(['rainy', 'suitcase', 'trolley', 'umbrella']);
});

it('what stands at the start of sentences only is no name', () => {
  const texts = Array.from({ length: 4 }, () => 'Suitcase lost. Trolley gone, umbrella gone.');
  expect(wordsOf([...texts, ...filler])).toEqual(['lost', 'suitcase', 'trolley', 'umbrella']);
});

it('nouns stay in a language that writes them with a capital', () => {
  const texts = Array.from({ length: 4 }, () => 'ich suche meinen Koffer und die Tasche');
  expect(wordsOf([...texts, ...filler])).toContain('koffer');
});

it('words of most tickets, and of too few, are left out', () => {
  const texts = Array.from({ length: 12 }, (_, at) => `flights ${at < 4 ? 'suitcase' : ''}`);
  expect(wordsOf([...texts, 'carousel'])).toEqual(['suitcase']);
});

it('forms of a word are one, written as it is most often', () => {
  const texts = ['suitcases', 'suitcases', 'suitcase', 'my suitcases'];
  expect(wordsOf([...texts, ...filler])).toEqual(['suitcases']);
});

it('links, handles and accents are no words of their own', () => {
  const texts = Array.from(
    { length: 4 },
    () => '@airline café https://lounge.example/suitcase #tag',
  );
  expect(wordsOf([...texts, ...filler])).toEqual(['cafe']);
});
