import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openTickets } from '../../src/tickets/read-tickets.ts';
import { selectRows } from '../../src/tickets/select-rows.ts';
import type { Source } from '../../src/tickets/source.ts';
import { all, put, tempFolder } from './temp-folder.ts';

const folder = await tempFolder();
const lines = Array.from({ length: 300 }, (_, index) => `row ${index + 1}`);
const path = await put(folder, 'tickets.csv', `text\n${lines.join('\n')}\n`);
const read = async (selection: { limit?: number; sample?: number; seed?: number }) =>
  all(await openTickets({ files: [path], ...selection }, {}));

function tableOf(rows: number): Source {
  return {
    format: 'csv',
    header: ['text'],
    columns: ['text'],
    isNamed: true,
    notes: [],
    async *batches() {
      for (let row = 1; row <= rows; row += 7)
        yield Array.from({ length: Math.min(7, rows - row + 1) }, (_, index) => ({
          cells: [`${row + index}`],
          line: row + index,
        }));
    },
  };
}

async function numbersOf(source: Source): Promise<number[]> {
  const numbers: number[] = [];
  for await (const batch of source.batches())
    for (const { cells } of batch) numbers.push(Number(cells[0]));
  return numbers;
}

it('reads the first rows, whatever the batches of the file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 70 }), async (rows, limit) => {
      const numbers = await numbersOf(await selectRows(tableOf(rows), { limit }));
      expect(numbers).toEqual((await numbersOf(tableOf(rows))).slice(0, limit));
    }),
  );
});

it('draws so many different rows in their order, and the same ones by the same seed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(60),
      fc.integer({ min: 1, max: 70 }),
      fc.nat(),
      async (rows, sample, seed) => {
        const draw = async () => numbersOf(await selectRows(tableOf(rows), { sample, seed }));
        const numbers = await draw();
        expect(numbers).toHaveLength(Math.min(rows, sample));
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        expect(await draw()).toEqual(numbers);
      },
    ),
  );
});

it('draws each row about as often as any other', async () => {
  const counts = new Array<number>(20).fill(0);
  for (let seed = 1; seed <= 2000; seed++)
    for (const row of await numbersOf(await selectRows(tableOf(20), { sample: 5, seed })))
      counts[row - 1] = (counts[row - 1] ?? 0) + 1;
  // 500 expected each, with a standard deviation of 19.
  expect(Math.min(...counts)).toBeGreaterThan(400);
  expect(Math.max(...counts)).toBeLessThan(600);
});

it('numbers the tickets of a sample through, and names them by their rows in the file', async () => {
  const tickets = await read({ sample: 5, seed: 3 });
  expect(tickets.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5]);
  for (const { id, text } of tickets) expect(text).toBe(`row ${id}`);
  expect((await read({ sample: 5, seed: 4 })).map(({ id }) => id)).not.toEqual(
    tickets.map(({ id }) => id),
  );
});

it('goes on with a sample after a row', async () => {
  const file = await openTickets({ files: [path], sample: 10 }, {});
  const tickets = await all(file);
  const rest = [];
  for await (const ticket of file.tickets(6)) rest.push(ticket);
  expect(rest).toEqual(tickets.slice(6));
});

it('draws from the first rows where both are asked for', async () => {
  const tickets = await read({ limit: 20, sample: 10 });
  expect(tickets).toHaveLength(10);
  for (const { id } of tickets) expect(Number(id)).toBeLessThanOrEqual(20);
});

it('says what was read', async () => {
  const { notes } = await openTickets({ files: [path], limit: 30, sample: 4, seed: 2 }, {});
  expect(notes).toEqual(
    expect.arrayContaining(['read: the first 30 rows', 'read: 4 of 30 rows by chance (seed 2)']),
  );
});
