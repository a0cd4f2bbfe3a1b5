import { z } from 'zod';

/** What a person writes: lines are theirs, other control characters are nobody's. */
export const Words = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .regex(/^(?:[\n\r\t]|[^\p{Cc}])*$/u, 'has control characters; leave them out');

/** A name: one line, and no longer than file systems take, in bytes. */
export const Name = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has control characters; leave them out')
    .refine((name) => new TextEncoder().encode(name).length <= mostNameBytes, {
      message: `is too long: at most ${mostNameBytes} bytes`,
    });

export const mostNameBytes = 200;
