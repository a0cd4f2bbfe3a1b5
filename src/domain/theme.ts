import { z } from 'zod';

/** Lower case, words joined by an underscore: `Late Flight` becomes `late_flight`. */
export function themeIdOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .slice(0, 64)
    .replace(/^_+|_+$/g, '');
}

/** Finds the id that an agent means, who may have written the theme's name instead. */
export function themeFinder(
  themes: readonly { id: string; name: string }[],
): (named: string) => string | undefined {
  const ids = new Map([
    ...themes.map(({ id, name }) => [themeIdOf(name), id] as const),
    ...themes.map(({ id }) => [id, id] as const),
  ]);
  return (named) => ids.get(named) ?? ids.get(themeIdOf(named));
}

/** The theme of an agent's name where that is a judge's: `judge:<theme>`. */
export function themeOfJudge(agent: string): string | undefined {
  return agent.startsWith('judge:') ? agent.slice('judge:'.length) : undefined;
}

const Lines = z.array(z.string().trim().min(1)).default([]);

/** What says what a theme is. */
export const ThemeFields = z.object({
  /** Stable: it is the column name, the ledger's key and part of the judge's name. */
  id: z
    .string()
    .regex(/^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}_]+$/u, 'use lower-case letters, digits and _')
    .max(64)
    .optional(),
  name: text('a theme needs a name', 200),
  definition: text('a theme needs a definition', 4000),
  /** What counts as a yes, a case a line. */
  counts: Lines,
  /** What does not count, though it may look alike. */
  doesNotCount: Lines,
  /** Texts for which the answer is yes. */
  examples: Lines,
  /** Texts for which the answer is no. */
  counterExamples: Lines,
  /** Ids of themes that can't be true of the same ticket. */
  excludes: z.array(z.string()).default([]),
});

function text(missing: string, most: number) {
  return z
    .string({ error: ({ input }) => (input === undefined ? missing : undefined) })
    .trim()
    .min(1, missing)
    .max(most);
}

/** One yes/no question about a ticket. */
export const Theme = ThemeFields.transform((theme, context) => {
  const id = theme.id ?? themeIdOf(theme.name);
  if (id === '') context.addIssue({ code: 'custom', message: 'give the theme an id' });
  return { ...theme, id };
});
export type Theme = z.output<typeof Theme>;
export type ThemeInput = z.input<typeof Theme>;
