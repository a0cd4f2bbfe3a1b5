import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Ledger } from '../../../ledger/ledger.ts';
import type { RunSettings } from '../../../settings/settings.ts';
import { type DateColumn, findDateColumn, readDay } from '../../../tickets/formats/dates.ts';
import { textReader } from '../../../tickets/make-ticket.ts';

/** Rows whose texts are kept, read and searched together. */
const rowsAtOnce = 2048;

/** Bytes of one run's texts that are kept; what is beyond is read again at each search. */
const mostBytes = 96 * 1024 * 1024;

/** Milliseconds in which others are answered. */
const restBetweenParts = 3;

/** Bytes that no UTF-8 has: between id and text, and after each ticket. */
const [between, after] = [Buffer.of(0xfe), Buffer.of(0xff)];

interface Part {
  /** Ids and texts in lower case. */
  text: Buffer;
  /** Where each ticket begins. */
  starts: Uint32Array;
  tickets: number;
}

interface Read {
  part: Part;
  days: Int32Array;
}

const noDay = -0x8000_0000;

/** Texts, ids and dates of a run's tickets: read when they are first asked for. */
export class RunTexts {
  readonly #ledger: Ledger;
  readonly #run: { id: string; parsed: RunSettings };
  #parts: Part[] = [];
  /** Whoever comes meanwhile waits for the same reading. */
  readonly #reading = new Map<number, Promise<Read>>();
  /** By part, days since 1970; `noDay` where there is none. */
  readonly #days: Int32Array[] = [];
  #dates: DateColumn | undefined;
  #areDatesKnown = false;
  #preparing: Promise<void> | undefined;
  bytes = 0;

  constructor(ledger: Ledger, run: { id: string; parsed: RunSettings }) {
    this.#ledger = ledger;
    this.#run = run;
  }

  /** The name of the column that holds dates. */
  async dateColumn(): Promise<string | undefined> {
    const dates = await this.#findDates();
    return dates === undefined ? undefined : this.#run.parsed.columns[dates.index];
  }

  /** Reads what will be asked for in between other work, so that nobody has to wait for it then. */
  async prepare(rows: number): Promise<void> {
    this.#preparing ??= (async () => {
      for (let number = 0; number * rowsAtOnce < rows && this.bytes < mostBytes; number++) {
        if (this.#parts[number] !== undefined) continue;
        await setTimeout(restBetweenParts, undefined, { ref: false });
        await this.#take(number);
      }
    })().finally(() => {
      this.#preparing = undefined;
    });
    return this.#preparing;
  }

  /** Which of the first `rows` tickets have the words in their id or text: 1, or 0. */
  async search(words: string, rows: number): Promise<Uint8Array> {
    const found = new Uint8Array(rows);
    const needle = encode(words);
    await this.#walk(rows, ({ text, starts, tickets }, first) => {
      let ticket = 0;
      for (let at = text.indexOf(needle); at !== -1; ) {
        while (ticket + 1 < tickets && (starts[ticket + 1] ?? 0) <= at) ticket++;
        found[first + ticket] = 1;
        if (ticket + 1 >= tickets) return;
        at = text.indexOf(needle, starts[ticket + 1]);
      }
    });
    return found;
  }

  /** The day of each of the first `rows` tickets since 1970; NaN where it has none. */
  async days(rows: number): Promise<Float64Array> {
    const days = new Float64Array(rows).fill(Number.NaN);
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const number = first / rowsAtOnce;
      let part = this.#days[number];
      if (part === undefined) {
        part = (await this.#take(number)).days;
        await setImmediate();
      }
      for (let ticket = 0; ticket < part.length && first + ticket < rows; ticket++) {
        const day = part[ticket] ?? noDay;
        if (day !== noDay) days[first + ticket] = day;
      }
    }
    return days;
  }

  async #walk(rows: number, visit: (part: Part, firstPlace: number) => void): Promise<void> {
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const number = first / rowsAtOnce;
      const known = this.#parts[number];
      if (known !== undefined) {
        visit(known, first);
        continue;
      }
      visit((await this.#take(number)).part, first);
      await setImmediate();
    }
  }

  #take(number: number): Promise<Read> {
    const reading =
      this.#reading.get(number) ??
      this.#readAndKeep(number).finally(() => this.#reading.delete(number));
    this.#reading.set(number, reading);
    return reading;
  }

  async #readAndKeep(number: number): Promise<Read> {
    const read = await this.#read(number * rowsAtOnce + 1);
    const { part, days } = read;
    // Of a run that goes on, the last part still grows.
    if (part.tickets < rowsAtOnce) return read;
    this.#days[number] = days;
    const size = part.text.length + 8 * rowsAtOnce;
    if (this.bytes + size <= mostBytes) {
      this.#parts[number] = part;
      this.bytes += size;
    }
    return read;
  }

  async #read(from: number): Promise<Read> {
    const { columns, roles } = this.#run.parsed;
    const readText = textReader(columns, roles);
    const dates = await this.#findDates();
    const rows = await this.#ledger.results.tickets(this.#run.id, from, from + rowsAtOnce - 1);
    const starts = new Uint32Array(rowsAtOnce);
    const days = new Int32Array(rowsAtOnce).fill(noDay);
    const pieces: Buffer[] = [];
    let length = 0;
    for (const [index, row] of rows.entries()) {
      const cells = JSON.parse(row.cells) as string[];
      starts[index] = length;
      for (const piece of [encode(row.id), between, encode(readText(cells)), after]) {
        pieces.push(piece);
        length += piece.length;
      }
      if (dates !== undefined)
        days[index] = readDay(cells[dates.index] ?? '', dates.isDayFirst) ?? noDay;
    }
    return { part: { text: Buffer.concat(pieces), starts, tickets: rows.length }, days };
  }

  async #findDates(): Promise<DateColumn | undefined> {
    if (this.#areDatesKnown) return this.#dates;
    const rows = await this.#ledger.results.tickets(this.#run.id, 1, 200);
    this.#dates = findDateColumn(rows.map(({ cells }) => JSON.parse(cells) as string[]));
    this.#areDatesKnown = rows.length > 0;
    return this.#dates;
  }
}

/** Upper and lower case alike, and letters alike however their accents are written. */
function encode(text: string): Buffer {
  return Buffer.from(text.normalize('NFC').toLowerCase());
}
