import type { Tampering } from './boundary.ts';

/** The same fault, but it happens once and is gone. */
export function passing(tampering: Tampering): Tampering {
  let isOver = false;
  const once = <Answer>(act: () => Answer | undefined): Answer | undefined => {
    if (isOver) return undefined;
    isOver = true;
    // What throws has happened; what comes to nothing has not.
    const answer = act();
    if (answer === undefined) isOver = false;
    return answer;
  };
  const { response, handOver, entries } = tampering;
  return {
    ...(response && { response: (call) => once(() => response(call)) }),
    ...(handOver && { handOver: (call) => once(() => handOver(call)) }),
    ...(entries && {
      entries: (call, line, entry) =>
        once(() => {
          const changed = entries(call, line, entry);
          return changed.length === 1 && changed[0] === entry ? undefined : changed;
        }) ?? [entry],
    }),
  };
}
