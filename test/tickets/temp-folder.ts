import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { TicketFile } from '../../src/tickets/read-tickets.ts';

/** A folder that lives as long as the test file. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tribunal-tickets-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function put(
  folder: string,
  name: string,
  data: string | Uint8Array,
): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, data);
  return path;
}

export async function all(file: TicketFile): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  for await (const ticket of file.tickets()) tickets.push(ticket);
  return tickets;
}
