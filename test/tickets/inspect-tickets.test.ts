import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { inspectTickets } from '../../src/tickets/inspect-tickets.ts';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { tempFolder } from '../support/files.ts';

it('inspect shows roles, how filled columns are, paths, and the tickets as they are judged', async () => {
  const file = path.join(tempFolder(), 'chats.json');
  const chat = (id: number, body: string) => ({
    id,
    source: { body, author: { name: 'Ada' } },
    tag: '',
  });
  writeFileSync(
    file,
    JSON.stringify({
      total: 3,
      conversations: [
        chat(1, '<p>My bag is gone</p>'),
        chat(2, '<p>Where is my bag?</p>'),
        chat(3, ''),
      ],
    }),
  );
  const opened = await openTickets(file, {});
  expect(opened.notes).toContain('records: conversations[] (3)');
  expect(await inspectTickets(opened)).toEqual({
    tickets: 3,
    defects: 1,
    firstDefect: 'line 1: the text is empty',
    columns: [
      { name: 'id', role: 'id', filled: 3, example: '1' },
      {
        name: 'source',
        role: 'text',
        filled: 3,
        example: JSON.stringify(chat(1, '<p>My bag is gone</p>').source),
      },
      { name: 'tag', role: '', filled: 0, example: '' },
    ],
    paths: ['source.body', 'source.author.name'],
    first: [
      { id: '1', text: 'My bag is gone', context: {} },
      { id: '2', text: 'Where is my bag?', context: {} },
    ],
  });
});
