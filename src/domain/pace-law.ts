/**
 * What a pace obeys, whether one process keeps it or all that share a ledger. Milliseconds, unless
 * said otherwise.
 */
export const paceLaw = {
  /** Calls are spaced a little wider than the limit asks, because networks bunch them up again. */
  slack: 1.02,
  /** Still wider where several processes take turns: each of them is late by itself. */
  sharedSlack: 1.035,
  /** And wider by this factor after each episode of refusals under a given limit. */
  widerAfterRefusal: 1.01,
  /** Where no limit is known: calls a second to start with. */
  gentleStart: 4,
  /** How fast it grows until the first refusal: doubled in about a second. */
  growth: Math.LN2,
  /** After a refusal it holds this part of the pace that was refused. */
  holdBelow: 0.85,
  /** A tenth of a limit is little; it then holds this part of the pace. */
  littleLeft: 0.1,
  holdAtLittle: 0.95,
  /** And pauses so long for the server's window to empty. */
  drainMs: 1000,
  /**
   * So many back-offs, each refused again within so many answers, show that the refusals have nothing
   * to do with the pace: it is taken up again, and they are only waited for, for so long.
   */
  inVain: { backOffs: 4, answers: 60, restMs: 300_000 },
  /** One try to go faster by this part, each time so many milliseconds went well. */
  probe: { part: 0.03, everyMs: 60_000 },
  /** Calls that left late are caught up with at most at so many times the pace. */
  catchUp: { ms: 500, pace: 2 },
  /** No stretch of this length holds more calls than the pace allows, caught up or not. */
  stretchMs: 1000,
  /** No longer is waited on the word of a header alone: some mean when all is whole again. */
  longestResetMs: 2000,
  /** Nor on that of a refusal. */
  longestRetryMs: 600_000,
} as const;
