import { tokensIn } from '../../domain/tokens.ts';
import type { Gauge } from './docket-size.ts';

interface Asked {
  /** The line of its ticket. */
  text: string;
}

/** The docket that is being filled. */
export class Filling<One extends Asked> {
  readonly #promptTokens: number;
  readonly #answerTokens: number;
  readonly #isShared: boolean;
  #waiting: One[] = [];
  #lines = new Set<string>();
  #tokens: number;

  /** @param isShared questions about one ticket share its line */
  constructor(promptTokens: number, answerTokens: number, isShared: boolean) {
    this.#promptTokens = promptTokens;
    this.#answerTokens = answerTokens;
    this.#isShared = isShared;
    this.#tokens = promptTokens;
  }

  has(isWanted: (one: One) => boolean): boolean {
    return this.#waiting.some(isWanted);
  }

  hasRoom(one: One, gauge: Gauge): boolean {
    if (this.#waiting.length >= gauge.answers) return false;
    if (this.#isNew(one) && this.#tickets >= gauge.tickets) return false;
    return this.#tokens + this.#added(one) <= gauge.tokens;
  }

  /** No further ticket will do. */
  isFull(gauge: Gauge): boolean {
    return this.#tickets >= gauge.tickets || this.#waiting.length >= gauge.answers;
  }

  add(one: One): void {
    this.#tokens += this.#added(one);
    this.#waiting.push(one);
    this.#lines.add(one.text);
  }

  take(): One[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#lines = new Set();
    this.#tokens = this.#promptTokens;
    return taken;
  }

  /** Of a call about these. */
  tokensOf(docket: readonly One[]): number {
    const texts = docket.map(({ text }) => text);
    const lines = this.#isShared ? [...new Set(texts)] : texts;
    const all = this.#promptTokens + docket.length * this.#answerTokens;
    return lines.reduce((sum, text) => sum + tokensIn(text), all);
  }

  get #tickets(): number {
    return this.#isShared ? this.#lines.size : this.#waiting.length;
  }

  #isNew({ text }: One): boolean {
    return !this.#isShared || !this.#lines.has(text);
  }

  #added(one: One): number {
    return this.#answerTokens + (this.#isNew(one) ? tokensIn(one.text) : 0);
  }
}
