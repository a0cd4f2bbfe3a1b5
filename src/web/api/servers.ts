import { z } from 'zod';

/** A person's word that tickets may be sent to a server, and whether the environment's key may. */
export const ServerChoice = z.strictObject({
  server: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine((server) => new URL(server).username === '' && new URL(server).password === '', {
      message: 'has a user name or password; leave it out',
    }),
  sendsKey: z.boolean(),
});
export type ServerChoice = z.output<typeof ServerChoice>;

/** Told with status 409 where a server must be confirmed first. */
export interface ServerQuestion {
  error: string;
  /** As in `https://models.example:8000`. */
  server: string;
  /** The environment has a key, which belongs to another server. */
  hasKey: boolean;
}
