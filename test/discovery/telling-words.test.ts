import { expect, it } from 'vitest';
import { phraseWords, tellingWords } from '../../src/discovery/telling-words.ts';

it('words that a cluster has more often than the others tell it, those that all have do not', () => {
  const all = { words: Float64Array.of(12, 10, 50, 3), pieces: 100 };
  const inside = new Map([
    [0, 10],
    [1, 4],
    [2, 5],
    [3, 1],
  ]);
  expect(tellingWords(inside, 10, all)).toEqual([0, 1]);
});

it('words that stand side by side are one phrase, in the order in which they stand', () => {
  const texts = ['No leg room.', 'Leg room was poor', 'what LEG ROOM', 'a row', 'room, leg: row'];
  expect(phraseWords(['room', 'row', 'leg'], texts)).toEqual(['leg room', 'row']);
  expect(phraseWords(['row', 'rooms'], texts)).toEqual(['row', 'rooms']);
});

it('words that only begin alike make no phrase', () => {
  const texts = Array.from({ length: 5 }, () => 'front reclined');
  expect(phraseWords(['front', 'recline'], texts)).toEqual(['front', 'recline']);
});
