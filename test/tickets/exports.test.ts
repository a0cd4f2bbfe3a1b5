import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTickets, type TicketInput } from '../../src/tickets/read-tickets.ts';
import { all } from './temp-folder.ts';

const folder = join(import.meta.dirname, '../../../shared/cases/files');

interface Expected {
  ids: string[];
  texts: string[];
  context?: string[];
  notes?: (string | RegExp)[];
  input?: Partial<TicketInput>;
  defects?: number;
}

const plain = ['The seat was broken', 'I want a refund', 'The app crashes'];
const incidents = ['INC0000000', 'INC0000001', 'INC0000002'];
const complaints = [
  'The seat was broken and nobody came.',
  'I want a refund for my trip please.',
  'Your app crashes when I log in.',
];

/** What is right for each file that stands for a kind of export. */
const exports: Record<string, Expected> = {
  'appstore.tsv': {
    ids: ['1', '2'],
    texts: ['The app crashes 😡', 'Refund came "fast"\tbut late'],
    context: ['Title'],
    notes: ['columns as in an export of App Store'],
  },
  'array.json': { ids: ['000', '001', '002'], texts: plain, context: ['subject'] },
  'array.jsonl': { ids: ['000', '001', '002'], texts: plain, notes: [/one JSON list/] },
  'array_one_line.jsonl': { ids: ['000', '001', '002'], texts: plain },
  'cells.xlsx': {
    ids: ['00007', '123456789012345700', '0.3', '00123', '1E5', '1e+21', '12345678901234570000'],
    texts: [
      'The seat was broken',
      'I want a refund',
      '#N/A',
      'The app crashes',
      '',
      '\rline one\r\nline two',
      '  spaces kept  ',
    ],
    defects: 1,
  },
  'cover_sheet.xlsx': {
    ids: incidents,
    texts: complaints,
    notes: [/sheet "Data".*not read.*"Read me" \(2 rows\)/],
  },
  'empty_first_sheet.xlsx': { ids: incidents, texts: complaints, notes: [/"Empty"/] },
  'two_months.xlsx': {
    ids: ['Jan', 'Feb'].flatMap((sheet) => incidents.map((id) => `${sheet}:${id}`)),
    texts: [...complaints, ...complaints],
    notes: [/sheets "Jan" and "Feb"/],
  },
  'dup_ids.csv': {
    ids: ['5003X00001aBcDe', '5003X00001aBcdE', '5003X00001aBcDe', '7', '7'],
    texts: ['The seat was broken', 'I want a refund', 'The app crashes', 'The seat', 'refund'],
  },
  'gb18030.csv': { ids: ['1'], texts: ['座椅坏了'], defects: 1, notes: [/GB18030/] },
  'googleplay.csv': {
    ids: [1, 2, 3].map((id) => `https://play.example/r?id=${id}`),
    texts: ['Die App stürzt ab', '', 'I want a refund'],
    defects: 1,
    notes: ['columns as in an export of Google Play'],
  },
  'headerbreaks.csv': { ids: ['1', '2'], texts: ['The seat was broken', 'I want a refund'] },
  'intercom.jsonl': {
    ids: ['215470', '215471', '215472'],
    texts: plain,
    notes: ['columns as in an export of Intercom', 'text column: source.body', /HTML/],
  },
  'jira.csv': {
    ids: ['HELP-1', 'HELP-2', 'HELP-3'],
    texts: [
      '{color:#FF0000}The tray{color} was broken',
      '03/Jan/26 11:00 AM;5b10ac;I want a refund; now',
      'h2. Steps\r\n# open app\r\n# crash',
    ],
    context: ['Summary'],
    notes: ['columns as in an export of Jira', 'text columns: Description, Comment'],
  },
  'latin.csv': { ids: ['1'], texts: ['Der Sitz war kaputt – fürchterlich'] },
  'ls.csv': {
    ids: ['1', '2'],
    texts: ['first\u2028second seat broken', 'I want a refund\u0085now\v\f'],
  },
  'ls.jsonl': {
    ids: ['1', '2'],
    texts: ['first\u2028second seat broken', 'I want a refund\u0085now'],
  },
  'noheader.csv': {
    ids: ['1001', '1002', '1003'],
    texts: ['The seat was broken and dirty', 'I want a refund', 'The app crashes'],
    notes: [/no header/],
  },
  'preamble.csv': {
    ids: ['00001001', '00001002', '00001003'],
    texts: ['The seat was broken', 'I want a refund, please', 'The app crashes'],
    context: ['Subject'],
    notes: [/2 rows above the header/],
  },
  'qualtrics.csv': {
    ids: ['R_0abc', 'R_1abc', 'R_2abc'],
    texts: ['The seat was broken.', 'I want a refund.', 'Your app crashes.'],
    notes: [/2 rows under the header/, 'text column: Q2'],
  },
  'sep.csv': {
    ids: ['1', '2'],
    texts: ['Der Sitz war kaputt, alles dreckig', 'Ich will mein Geld zurück'],
  },
  'u16_nobom_cjk.csv': { ids: ['1', '2'], texts: [] },
  'utf8_in_latin.csv': { ids: ['1'], texts: ['Le siÃ¨ge Ã©tait cassÃ©'] },
  'zendesk.csv': {
    ids: ['101', '102', '103'],
    texts: ['The tray table was broken.', 'Thank you, all is fine now!', ''],
    defects: 1,
    context: ['Subject'],
    notes: ['columns as in an export of Zendesk', /HTML, quoted replies and signatures/],
  },
};

describe.skipIf(!existsSync(folder))('exports of the kinds that people have', () => {
  it.each(Object.entries(exports))('%s', async (name, expected) => {
    const file = await openTickets({ files: [join(folder, name)], ...expected.input }, {});
    const tickets = await all(file);
    expect(tickets.map(({ id }) => id)).toEqual(expected.ids);
    if (expected.texts.length > 0) expect(tickets.map(({ text }) => text)).toEqual(expected.texts);
    expect(tickets.filter(({ defect }) => defect !== undefined)).toHaveLength(
      expected.defects ?? 0,
    );
    if (expected.context !== undefined) expect(file.roles.context).toEqual(expected.context);
    for (const note of expected.notes ?? [])
      expect(file.notes).toContainEqual(
        typeof note === 'string' ? note : expect.stringMatching(note),
      );
  });

  it('dates_whole_seconds.xlsx: no date is a millisecond early', async () => {
    const file = await openTickets(join(folder, 'dates_whole_seconds.xlsx'), {});
    for await (const { cells } of file.tickets()) expect(cells[1]).toBe(cells[0]);
  });
});
