import { z } from 'zod';

/** Several values in one query parameter, with bars between. */
const Several = z
  .string()
  .max(10_000)
  .transform((text) => text.split('|').filter((part) => part !== ''));

/** Of a column of the file: its cell is one of some values, or none of them. */
export interface ColumnCondition {
  column: string;
  isNot: boolean;
  values: string[];
}

/** In one word without bars, as it stands in an address. */
export function writeCondition({ column, isNot, values }: ColumnCondition): string {
  return [isNot ? 'not' : 'is', encodeURIComponent(column), values.map(encodeURIComponent)].join(
    ':',
  );
}

/** Undefined for what `writeCondition` did not write. */
export function readCondition(text: string): ColumnCondition | undefined {
  const [, way, column = '', values = ''] = /^(is|not):([^:]*):([^:]*)$/.exec(text) ?? [];
  if (way === undefined) return undefined;
  try {
    return {
      isNot: way === 'not',
      column: decodeURIComponent(column),
      values: values.split(',').map(decodeURIComponent),
    };
  } catch {
    return undefined;
  }
}

const Share = z.coerce.number().min(0).max(1);

/**
 * Which tickets of a run, as the page's address and the server's queries say it. A ticket has to meet
 * all that is given.
 */
export const TicketFilter = z.object({
  /** Ids of themes that apply, all of them. */
  theme: Several.optional(),
  /** Of these at least one applies, and of those none. */
  anyTheme: Several.optional(),
  notTheme: Several.optional(),
  /** Has no theme at all. */
  unthemed: z.literal('yes').optional(),
  /** Themes whose judges failed. */
  failed: Several.optional(),
  status: Several.optional(),
  /** Confidence from (included) and to (excluded, but for 1). */
  surest: Share.optional(),
  least: Share.optional(),
  /** Sentiment, 0 calm to 1 very negative, in the same way. */
  calmest: Share.optional(),
  angriest: Share.optional(),
  /** Days of the date column, as in 2026-11-22, both included. */
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** Words that stand in the id or the text, upper and lower case alike. */
  text: z.string().max(500).optional(),
  /** Conditions on the file's columns, all of them. */
  where: Several.refine((texts) => texts.every((text) => readCondition(text) !== undefined), {
    message: 'a condition is is:COLUMN:VALUES or not:COLUMN:VALUES, each percent-encoded',
  }).optional(),
  /** The key of a group of findings. */
  group: z.string().max(500).optional(),
  /** `wrong` or `right` against the labels, `labelled`, `unlabelled`. */
  gold: z.enum(['wrong', 'right', 'labelled', 'unlabelled']).optional(),
  /** Themes that the labels have and the run has not, and those that it has against them: of each all. */
  missed: Several.optional(),
  extra: Several.optional(),
});
export type TicketFilter = z.output<typeof TicketFilter>;

export const TicketOrder = z.object({
  sort: z.enum(['row', 'id', 'status', 'confidence', 'sentiment', 'themes']).default('row'),
  order: z.enum(['up', 'down']).default('up'),
});
export type TicketOrder = z.output<typeof TicketOrder>;
