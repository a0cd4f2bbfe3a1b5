/** A limit fires later than this only where the process stood still, and then what came meanwhile has so long to be read. */
const graceMs = 1000;

/** The signal fires once that many milliseconds are over, and not before what came within them could be read. */
export async function withTimeLimit<Result>(
  ms: number,
  work: (limit: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const end = performance.now() + ms;
  const clock = AbortSignal.timeout(ms);
  const fire = () => over.abort(clock.reason);
  const ring = () => {
    if (performance.now() - end < graceMs) fire();
    else AbortSignal.timeout(graceMs).addEventListener('abort', fire);
  };
  clock.addEventListener('abort', ring);
  try {
    return await work(over.signal);
  } finally {
    clock.removeEventListener('abort', ring);
  }
}

/**
 * The signal is one of its own that fires with that one: what clients join to a signal stays on it as long as it
 * lives, which for that of a run is all its calls.
 */
export async function following<Result>(
  signal: AbortSignal,
  work: (own: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const fire = () => own.abort(signal.reason);
  if (signal.aborted) fire();
  signal.addEventListener('abort', fire);
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener('abort', fire);
  }
}
