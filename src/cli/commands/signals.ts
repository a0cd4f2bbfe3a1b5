import { say } from '../drawing/print.ts';

export interface Stopping {
  /** The first Ctrl-C or SIGTERM: calls in flight are waited for, none follows. */
  stop: AbortSignal;
  /** The second: calls in flight are called off. */
  abort: AbortSignal;
  release(): void;
}

/** Turns Ctrl-C into an orderly end. A third one leaves at once. */
export function listenForStop(): Stopping {
  const stop = new AbortController();
  const abort = new AbortController();
  const listen = () => {
    if (abort.signal.aborted) process.exit(130);
    if (stop.signal.aborted) {
      abort.abort();
      return;
    }
    say('\nStopping: waiting for calls in flight (Ctrl-C again to drop them)');
    stop.abort();
  };
  process.on('SIGINT', listen);
  process.on('SIGTERM', listen);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', listen);
      process.off('SIGTERM', listen);
    },
  };
}
