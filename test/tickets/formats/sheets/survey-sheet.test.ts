import { expect, it } from 'vitest';
import type { Archive } from '../../../../src/tickets/formats/open-archive.ts';
import { surveySheet } from '../../../../src/tickets/formats/sheets/survey-sheet.ts';

const workbook = { sheets: [], strings: [], styles: [], is1904: false };
const text = 'late again, and nobody said why '.repeat(20);

function archiveOf(rows: number, prefix = ''): Archive {
  const row = (at: number) =>
    `<${prefix}row r="${at}"><${prefix}c r="A${at}" t="str"><${prefix}v>${at} ${text}</${prefix}v></${prefix}c></${prefix}row>`;
  const all = Array.from({ length: rows }, (_, index) => row(index + 1)).join('');
  const bytes = Buffer.from(`<x><y>${all}</y></x>`);
  return {
    names: ['sheet'],
    async *read() {
      for (let at = 0; at < bytes.length; at += 99_991) yield bytes.subarray(at, at + 99_991);
    },
  };
}

it.each([
  ['a small sheet', 100, ''],
  ['a large one', 20_000, ''],
  ['a large one with prefixes', 20_000, 'm:'],
])('%s: all its rows are counted', async (_, rows, prefix) => {
  const { count, last, kept } = await surveySheet(archiveOf(rows, prefix), 'sheet', workbook);
  expect(count).toBe(rows);
  expect(kept?.length).toBe(rows === 100 ? 100 : undefined);
  if (prefix === '') expect(last.at(-1)).toEqual({ line: rows, cells: [`${rows} ${text}`] });
});
