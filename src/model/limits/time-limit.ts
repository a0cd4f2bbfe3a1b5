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
