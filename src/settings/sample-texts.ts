import { addressOf } from '../domain/address.ts';
import { foldWhiteSpace } from '../domain/ticket.ts';
import type { TicketFile } from '../tickets/read-tickets.ts';

export interface TextSample {
  texts: string[];
  /** Rows that can be read, and different texts among them. */
  tickets: number;
  different: number;
}

/**
 * So many different texts of a file: those with the smallest hashes, which is as good as chance, and
 * the same ones every time and in whatever order the rows stand.
 */
export async function sampleTexts(file: TicketFile, most: number): Promise<TextSample> {
  const seen = new Set<number>();
  let chosen: { hash: number; text: string }[] = [];
  let tickets = 0;
  const trim = () => {
    chosen = chosen.sort((a, b) => a.hash - b.hash).slice(0, most);
  };
  for await (const { text, defect } of file.tickets()) {
    if (defect !== undefined || text.trim() === '') continue;
    tickets++;
    const hash = hashOf(text);
    if (seen.has(hash)) continue;
    seen.add(hash);
    chosen.push({ hash, text });
    if (chosen.length === 2 * most) trim();
  }
  trim();
  return { texts: chosen.map(({ text }) => text), tickets, different: seen.size };
}

/** 52 bits, which fit a number: a quarter of an address's memory. */
function hashOf(text: string): number {
  return Number.parseInt(addressOf('text', foldWhiteSpace(text).toLowerCase()).slice(0, 13), 16);
}
