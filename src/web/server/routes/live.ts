import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Live, LiveMessage } from '../live.ts';

/** Milliseconds after which a silent connection is kept open by a comment. */
const heartbeatMs = 15_000;

export function liveRoutes(live: Live): Hono {
  return new Hono().get('/runs/:run/live', async (context) => {
    const queue = new Queue();
    const leave = await live.listen(context.req.param('run'), (message) => queue.add(message));
    const answer = streamSSE(context, async (stream) => {
      stream.onAbort(() => queue.end());
      const beat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
      try {
        for await (const message of queue) {
          await stream.writeSSE(message);
          if (message.event === 'end') break;
        }
      } finally {
        clearInterval(beat);
        leave();
      }
    });
    answer.headers.set('cache-control', 'no-store');
    return answer;
  });
}

/** Messages on their way to one page. Where it reads slowly, the newest of each kind are enough. */
class Queue {
  readonly #waiting = new Map<LiveMessage['event'], LiveMessage>();
  #wake: () => void = () => {};
  #isOver = false;

  add(message: LiveMessage): void {
    this.#waiting.set(message.event, message);
    this.#wake();
  }

  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LiveMessage> {
    while (!this.#isOver) {
      const [message] = this.#waiting.values();
      if (message !== undefined) {
        this.#waiting.delete(message.event);
        yield message;
        continue;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
