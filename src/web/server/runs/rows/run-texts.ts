import { setImmediate } from 'node:timers/promises';
import type { Ledger } from '../../../../ledger/ledger.ts';
import type { RunSettings } from '../../../../settings/settings.ts';
import { textReader } from '../../../../tickets/make-ticket.ts';
import { findLetters, packTexts, type TextPart, textBytes } from './text-parts.ts';

/** Rows whose texts are kept, read and searched together. */
const rowsAtOnce = 2048;
/** Rows that are searched together in the ledger. */
const storedAtOnce = 4 * rowsAtOnce;

/** Bytes of one run's texts that are kept; beyond them the ledger is asked at each search. */
const mostBytes = 96 * 1024 * 1024;

/** Texts and ids of a run's tickets, to be searched. */
export class RunTexts {
  readonly #ledger: Ledger;
  readonly #run: { id: string; parsed: RunSettings };
  readonly #readText: (cells: readonly string[]) => string;
  /** The column whose cells are the texts, as they are stored; -1 where they are made of cells. */
  readonly #column: number;
  #parts: TextPart[] = [];
  /** Whoever comes meanwhile waits for the same reading. */
  readonly #reading = new Map<number, Promise<TextPart>>();
  bytes = 0;

  constructor(ledger: Ledger, run: { id: string; parsed: RunSettings }) {
    this.#ledger = ledger;
    this.#run = run;
    const { columns, roles } = run.parsed;
    this.#readText = textReader(columns, roles);
    const [only, ...others] = roles.texts ?? [roles.text];
    const isCell = !roles.clean && others.length === 0;
    this.#column = isCell ? columns.indexOf(only ?? '') : -1;
  }

  /** Reads what will be searched, part by part. */
  async prepare(rows: number, rest: () => Promise<void>): Promise<void> {
    for (let number = 0; number * rowsAtOnce < rows && this.bytes < mostBytes; number++) {
      if (this.#parts[number] !== undefined) continue;
      await rest();
      await this.#take(number);
    }
  }

  /** Which of the first `rows` tickets have the words in their id or text: 1, or 0. */
  async search(words: string, rows: number): Promise<Uint8Array> {
    const found = new Uint8Array(rows);
    const needle = textBytes(words);
    const letters = this.#column === -1 ? undefined : findLetters(words);
    for (let first = 0; first < rows; ) {
      const number = first / rowsAtOnce;
      const known = this.#parts[number];
      if (known === undefined && letters !== undefined) {
        const to = Math.min(rows, first + storedAtOnce);
        for (const row of await this.#searchStored(needle, letters, first + 1, to))
          found[row - 1] = 1;
        first += storedAtOnce;
      } else {
        searchPart(known ?? (await this.#take(number)), needle, found.subarray(first));
        first += rowsAtOnce;
      }
      if (known === undefined) await setImmediate();
    }
    return found;
  }

  /** The rows that have it. Only those that may have it are looked at. */
  async #searchStored(needle: Buffer, letters: string, from: number, to: number) {
    const { results } = this.#ledger;
    const { id: run } = this.#run;
    const words = needle.toString();
    const has = (texts: readonly string[]) =>
      texts.some((text) => textBytes(text).includes(needle));
    if (!/^[a-z0-9 ]+$/.test(words)) {
      const tickets = await results.tickets(run, from, to, letters);
      const found = tickets.filter(({ id, cells }) => has([id, this.#readText(cells)]));
      return found.map(({ row }) => row);
    }
    const asked = { column: this.#column, words, letters };
    const { rows, unsure } = await results.having(run, from, to, asked);
    return [...rows, ...unsure.filter(({ texts }) => has(texts)).map(({ row }) => row)];
  }

  #take(number: number): Promise<TextPart> {
    const reading =
      this.#reading.get(number) ??
      this.#readAndKeep(number).finally(() => this.#reading.delete(number));
    this.#reading.set(number, reading);
    return reading;
  }

  async #readAndKeep(number: number): Promise<TextPart> {
    const from = number * rowsAtOnce + 1;
    const { id } = this.#run;
    const tickets = await this.#ledger.results.tickets(id, from, from + rowsAtOnce - 1);
    const part = packTexts(tickets.map(({ id, cells }) => [id, this.#readText(cells)]));
    // Of a run that goes on, the last part still grows.
    const size = part.bytes.length + 8 * rowsAtOnce;
    if (tickets.length === rowsAtOnce && this.bytes + size <= mostBytes) {
      this.#parts[number] = part;
      this.bytes += size;
    }
    return part;
  }
}

function searchPart({ bytes, starts }: TextPart, needle: Buffer, found: Uint8Array): void {
  let ticket = 0;
  for (let at = bytes.indexOf(needle); at !== -1; ) {
    while (ticket + 1 < starts.length && (starts[ticket + 1] ?? 0) <= at) ticket++;
    if (ticket < found.length) found[ticket] = 1;
    if (ticket + 1 >= starts.length) return;
    at = bytes.indexOf(needle, starts[ticket + 1]);
  }
}
