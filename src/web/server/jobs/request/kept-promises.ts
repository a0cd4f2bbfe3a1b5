/** What takes a while to find out and is asked for often: the last few are kept, but for those that went wrong. */
export class KeptPromises<Value> {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<Value>>();

  constructor(most: number) {
    this.#most = most;
  }

  take(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const making = make();
    this.#kept.set(key, making);
    making.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return making;
  }
}
