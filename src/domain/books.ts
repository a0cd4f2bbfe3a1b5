/** What became of a run's money and time: one page of its books. */
export interface Books {
  /** Calls that were answered, and those of them whose answers were of no use. */
  paid: number;
  wasted: number;
  /** Those of no use by cause, as far as that is known. */
  wastedBy: Record<string, number>;
  /** Calls that failed and were asked again or given up, by cause. */
  failed: Record<string, number>;
  /** Calls of processes that died, which may have been billed. */
  unknown: number;
  /** Answers that were there already. */
  reused: number;
  /** Dollars of all calls whose cost is known, and how many there are without. */
  cost: number;
  unpriced: number;
  /** Milliseconds, summed over calls that were out at once. */
  waited: { forLimit: number; forModel: number; forUs: number };
  /** Calls a minute while processes were calling; null where that can't be said. */
  pace: number | null;
}
