import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { Rarity } from './rarity.ts';
import type { LearnedModel } from './train.ts';

/** Changes whenever the same examples may be learned, or the same text read, differently. */
export const learnerVersion = 'learner-1';

const Share = z.number().nullable();
const PackedTheme = z.object({
  id: z.string(),
  likelihood: z.tuple([z.number(), z.number(), z.number()]),
  threshold: z.number(),
  excludes: z.array(z.number()),
  yes: z.number(),
  no: z.number(),
  words: z.array(z.string()),
  offset: z.number(),
  /** Features that it keeps. */
  size: z.number(),
  precision: Share,
  recall: Share,
  f1: Share,
});
const Packed = z.object({
  isOneOfAll: z.boolean(),
  texts: z.number(),
  themes: z.array(PackedTheme),
  /** Frequencies, then each theme's features and what they weigh: deflated, in base64. */
  numbers: z.string(),
});

/** A learned model as JSON text, of a few megabytes at most. */
export function packModel({ themes, isOneOfAll, rarity }: LearnedModel): string {
  const blocks = [
    rarity.frequencies,
    ...themes.flatMap(({ slots, values }) => [slots, new Uint32Array(values.buffer)]),
  ];
  const numbers = Buffer.concat(blocks.map((block) => Buffer.from(block.buffer)));
  const packed: z.infer<typeof Packed> = {
    isOneOfAll,
    texts: rarity.texts,
    themes: themes.map(({ slots, values: _, likelihood, excludes, ...theme }) => ({
      ...theme,
      likelihood: [...likelihood],
      excludes: [...excludes],
      size: slots.length,
    })),
    numbers: deflateSync(numbers).toString('base64'),
  };
  return JSON.stringify(packed);
}

export function unpackModel(body: string): LearnedModel {
  const { isOneOfAll, texts, themes, numbers } = Packed.parse(JSON.parse(body));
  const bytes = inflateSync(Buffer.from(numbers, 'base64'));
  const all = new Uint32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const kept = themes.reduce((sum, { size }) => sum + size, 0);
  let at = all.length - 2 * kept;
  const rarity = new Rarity(all.slice(0, at), texts);
  return {
    isOneOfAll,
    rarity,
    themes: themes.map(({ size, ...theme }) => {
      const slots = all.slice(at, at + size);
      const values = new Float32Array(all.slice(at + size, at + 2 * size).buffer);
      at += 2 * size;
      return { ...theme, slots, values };
    }),
  };
}
