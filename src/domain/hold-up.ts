import { z } from 'zod';

const time = z.number().min(0).max(8.64e15);

/** What keeps the calls of a process from an answer, or from leaving. Times are milliseconds since 1970. */
export const HoldUp = z.object({
  /** Calls that failed in a row, with no answer between; null where the last one was answered. */
  failing: z
    .object({
      /** What the server did, as in `answered 502`. */
      did: z.string().max(100),
      times: z.int().min(1),
      /** When the next of them is asked again; null while one is. */
      nextTry: time.nullable(),
    })
    .nullable(),
  /** Nothing leaves before that time; null where calls may leave. */
  limit: z.object({ until: time, why: z.string().max(200) }).nullable(),
});
export type HoldUp = z.infer<typeof HoldUp>;
