import { z } from 'zod';

/** One row of the input: what is judged, and the cells as they came. */
export const Ticket = z.object({
  /** Position in the file, from 1, the header not counted. */
  row: z.int().min(1),
  /** The row's own id, or its row number where it has none. Not always unique. */
  id: z.string(),
  /** What the customer wrote: the text that is judged and quoted. */
  text: z.string(),
  /** Further columns that a judge may read, by column name. */
  context: z.record(z.string(), z.string()),
  /** The cells as read, one for each column of the header. */
  cells: z.array(z.string()),
  /** Why the row can't be judged: it then becomes a failed decision. */
  defect: z.string().optional(),
});
export type Ticket = z.infer<typeof Ticket>;

/** White space folded: two tickets that read the same are the same. */
export function foldWhiteSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
