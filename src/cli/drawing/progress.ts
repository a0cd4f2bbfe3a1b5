import type { Decision } from '../../domain/decision/decision.ts';
import { countCauses } from '../../domain/decision/say-failure.ts';
import { plural } from '../../domain/text/plural.ts';
import type { RunProgress } from '../../tribunal/queue/spending.ts';
import { describeCost } from './books.ts';
import { screenWidth } from './wrap.ts';

const everyMs = { terminal: 100, plain: 5000 };

/** Counts decisions as they fall, and calls: one line that renews itself, or a line now and then in a log. */
export class Progress {
  readonly #counts = { decided: 0, review: 0, failed: 0 };
  readonly #started = performance.now();
  readonly #everyMs = isLive() ? everyMs.terminal : everyMs.plain;
  readonly #timer = setInterval(() => this.#show(), this.#everyMs).unref();
  #progress: (() => RunProgress) | undefined;
  #shownAt = 0;
  #shown = '';

  /** Shows its calls too, also before anything is decided. */
  watch(progress: (() => RunProgress) | undefined): void {
    this.#progress = progress;
  }

  add(decision: Decision): void {
    this.#counts[decision.status] += 1;
    if (performance.now() - this.#shownAt >= this.#everyMs) this.#show();
  }

  end(): void {
    this.#show();
    this.stop();
    if (isLive()) process.stderr.write('\n');
  }

  /** Shows nothing more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #show(): void {
    const { decided, review, failed } = this.#counts;
    const total = decided + review + failed;
    const progress = this.#progress?.();
    const what = `${total} ${progress?.calls ?? 0}`;
    if (what === this.#shown || (total === 0 && !progress?.calls)) return;
    this.#shown = what;
    this.#shownAt = performance.now();
    const seconds = Math.max(0.001, (performance.now() - this.#started) / 1000);
    const line = (room?: number) => progressLine(this.#counts, seconds, progress, room);
    process.stderr.write(isLive() ? `\r\x1b[K${line(screenWidth() - 1)}` : `${line()}\n`);
  }
}

/** One line; where it has too little room, calls and cost rather than all counts. */
export function progressLine(
  { decided, review, failed }: Record<'decided' | 'review' | 'failed', number>,
  seconds: number,
  progress: RunProgress | undefined,
  room = Number.POSITIVE_INFINITY,
): string {
  const total = decided + review + failed;
  const calls = progress?.calls ? `; ${describeProgress(progress)}` : '';
  const whole = `${plural(total, 'ticket')}: ${decided} decided, ${review} for review, ${failed} failed (${(total / seconds).toFixed(1)}/s)${calls}`;
  if (whole.length <= room) return whole;
  return `${plural(total, 'ticket')}, ${failed} failed${calls}`.slice(0, room);
}

/** `14 of about 46 calls, $0.02, 3 of them refusal`. */
export function describeProgress({ calls, planned, cost, trouble }: RunProgress): string {
  const of = planned === undefined ? '' : ` of about ${planned.toLocaleString('en-US')}`;
  return [
    `${calls.toLocaleString('en-US')}${of} calls`,
    ...(cost > 0 ? [describeCost(cost)] : []),
    ...(trouble === undefined ? [] : [`trouble: ${countCauses([[trouble.cause, trouble.calls]])}`]),
  ].join(', ');
}

/** A terminal that can renew a line. */
function isLive(): boolean {
  return process.stderr.isTTY === true && process.env.TERM !== 'dumb';
}
