/** What a command's exit code says; 0 where all went well. */
export const exitCode = {
  someFailed: 1,
  mistake: 2,
  /** A limit that was set ended the run: --max-calls, --max-cost, --max-failed or --rpd. */
  limit: 3,
  /** The model's answers could not be used. */
  useless: 4,
  bug: 70,
  interrupted: 130,
} as const;

/** Whether the command ended before its time, and the same command goes on. */
export function endedEarly(code: number | null): boolean {
  return code === exitCode.limit || code === exitCode.useless || code === exitCode.interrupted;
}
