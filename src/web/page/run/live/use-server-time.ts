import { useEffect, useReducer, useRef } from 'react';

/** Milliseconds between two looks at the clock. */
const tickMs = 500;

/** The server's time now, going on from when it told it last; milliseconds since 1970. */
export function useServerTime(told: number): number {
  const last = useRef({ told, at: performance.now() });
  if (last.current.told !== told) last.current = { told, at: performance.now() };
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const ticking = setInterval(tick, tickMs);
    return () => clearInterval(ticking);
  }, []);
  return told + performance.now() - last.current.at;
}
