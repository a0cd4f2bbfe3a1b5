import type { Decision } from '../domain/decision.ts';

const everyMs = { terminal: 100, plain: 5000 };

/** Counts decisions as they fall: one line that renews itself, or a line now and then in a log. */
export class Progress {
  readonly #counts = { decided: 0, review: 0, failed: 0 };
  readonly #started = performance.now();
  #shownAt = 0;

  add(decision: Decision): void {
    this.#counts[decision.status] += 1;
    const now = performance.now();
    if (now - this.#shownAt < (process.stderr.isTTY ? everyMs.terminal : everyMs.plain)) return;
    this.#shownAt = now;
    this.#show();
  }

  end(): void {
    this.#show();
    if (process.stderr.isTTY) process.stderr.write('\n');
  }

  #show(): void {
    const { decided, review, failed } = this.#counts;
    const total = decided + review + failed;
    const seconds = Math.max(0.001, (performance.now() - this.#started) / 1000);
    const line = `${total} tickets: ${decided} decided, ${review} for review, ${failed} failed (${(total / seconds).toFixed(1)}/s)`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }
}
