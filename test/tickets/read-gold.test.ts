import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readGold } from '../../src/tickets/read-gold.ts';
import { tempFolder } from './temp-folder.ts';

const themes = [
  { id: 'late_flight', name: 'Late Flight' },
  { id: 'lost_luggage', name: 'Lost Luggage' },
];
const folder = await tempFolder();
const fileOf = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

it.each([
  ['labels.csv', 'id,text,labels\nA,late,Late Flight|lost_luggage\nB,fine,\n'],
  ['semicolons.csv', 'Ticket ID;label\nA;LATE FLIGHT | Lost luggage\nB;\n'],
  ['lists.jsonl', '{"id":"A","themes":["Late Flight","lost_luggage"]}\n{"id":"B","themes":[]}\n'],
])('reads ids and themes, by id or name, from %s', async (name, text) => {
  const { labels } = await readGold(fileOf(name, text), themes);
  expect([...labels]).toEqual([
    ['A', ['late_flight', 'lost_luggage']],
    ['B', []],
  ]);
});

it('counts labels that are no themes, and ids that come again', async () => {
  const file = fileOf('strange.csv', 'id,themes\nA,colour\nB,colour|late_flight\nA,late_flight\n');
  const gold = await readGold(file, themes);
  expect([...gold.unknownThemes]).toEqual([['colour', 2]]);
  expect(gold.repeated).toBe(1);
  expect(gold.labels.get('A')).toEqual([]);
});

it('says which columns there are where none holds labels', async () => {
  await expect(readGold(fileOf('none.csv', 'id,text\nA,late\n'), themes)).rejects.toThrow(
    'has no column of labels; name one "themes" (columns: id, text)',
  );
});

it('knows the ids of results in which a spreadsheet would run them', async () => {
  const { labels } = await readGold(fileOf('ours.csv', "id,themes\n'@anna,\n'tis,\n"), themes);
  expect([...labels.keys()]).toEqual(['@anna', "'tis"]);
});
