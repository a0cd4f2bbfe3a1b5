import type { ResultRow } from '../../../../ledger/rows/result-rows.ts';

export const statuses = ['decided', 'review', 'failed'] as const;

/** As `Columns.status` says it. */
export const failedStatus = 3;

/**
 * What is counted and filtered of a run's decisions, in arrays by place: row 1 is at 0. Rows without
 * a decision have the status 0.
 */
export class Columns {
  /** Ids; the bits of themes stand in this order. */
  readonly themes: readonly string[];
  /** 32-bit words of themes a row. */
  readonly words: number;
  /** One more than the last place that may be decided. */
  length = 0;
  /** 1 decided, 2 review, 3 failed. */
  status = new Uint8Array(0);
  /** NaN where there is none, as in `sentiment`, and of tickets that failed: half of their answers is missing. */
  confidence = new Float64Array(0);
  sentiment = new Float64Array(0);
  /** `words` for each row. */
  has = new Uint32Array(0);
  failed = new Uint32Array(0);
  readonly #places: Map<string, number>;

  constructor(themes: readonly string[]) {
    this.themes = themes;
    this.words = Math.max(1, Math.ceil(themes.length / 32));
    this.#places = new Map(themes.map((id, place) => [id, place]));
  }

  get bytes(): number {
    return this.status.length * (17 + 8 * this.words);
  }

  placeOf(theme: string): number | undefined {
    return this.#places.get(theme);
  }

  hasTheme(place: number, theme: number): boolean {
    return isSet(this.has, this.words, place, theme);
  }

  /** It was judged, and nothing applies: what failed has no themes for want of an answer. */
  isUnthemed(place: number): boolean {
    if (this.status[place] === failedStatus) return false;
    for (let word = place * this.words; word < (place + 1) * this.words; word++)
      if (this.has[word] !== 0) return false;
    return true;
  }

  hasFailed(place: number, theme: number): boolean {
    return isSet(this.failed, this.words, place, theme);
  }

  put({ row, status, themes, confidence, sentiment, failed }: ResultRow): void {
    const place = row - 1;
    if (place >= this.status.length) this.#grow(Math.max(row, 2 * this.status.length, 1024));
    this.length = Math.max(this.length, row);
    const number = statuses.indexOf(status as 'decided') + 1;
    this.status[place] = number;
    this.confidence[place] = number === failedStatus ? Number.NaN : (confidence ?? Number.NaN);
    this.sentiment[place] = number === failedStatus ? Number.NaN : (sentiment ?? Number.NaN);
    this.#setBits(this.has, place, themes);
    this.#setBits(this.failed, place, failed);
  }

  #setBits(bits: Uint32Array, place: number, themes: string): void {
    bits.fill(0, place * this.words, (place + 1) * this.words);
    if (themes === '') return;
    for (const id of themes.split('|')) {
      const theme = this.#places.get(id);
      if (theme === undefined) continue;
      const word = place * this.words + (theme >> 5);
      bits[word] = (bits[word] ?? 0) | (1 << (theme & 31));
    }
  }

  #grow(length: number): void {
    this.status = copyInto(new Uint8Array(length), this.status);
    this.confidence = copyInto(new Float64Array(length), this.confidence);
    this.sentiment = copyInto(new Float64Array(length), this.sentiment);
    this.has = copyInto(new Uint32Array(length * this.words), this.has);
    this.failed = copyInto(new Uint32Array(length * this.words), this.failed);
  }
}

function isSet(bits: Uint32Array, words: number, place: number, theme: number): boolean {
  return (((bits[place * words + (theme >> 5)] ?? 0) >>> (theme & 31)) & 1) === 1;
}

function copyInto<Values extends Uint8Array | Uint32Array | Float64Array>(
  into: Values,
  from: Values,
): Values {
  into.set(from);
  return into;
}
