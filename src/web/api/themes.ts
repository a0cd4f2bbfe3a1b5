import { z } from 'zod';
import { Name, Words } from './words.ts';

const mostLines = 100;
const Lines = (most = 4000) => z.array(Words(most)).max(mostLines).default([]);

/** A theme as a person writes it. */
export const ThemeRequest = z.object({
  /** Made from the name where left out. */
  id: Name(64).optional(),
  name: Name(200),
  definition: Words(4000),
  counts: Lines(),
  doesNotCount: Lines(),
  examples: Lines(),
  counterExamples: Lines(),
  /** Ids of themes that can't be true of the same ticket. */
  excludes: Lines(64),
});
export type ThemeRequest = z.output<typeof ThemeRequest>;
export type ThemeRequestInput = z.input<typeof ThemeRequest>;

export interface SavedTheme {
  id: string;
  /** The file's name, without its folder. */
  file: string;
}

/** A theme as it stands now. */
export interface KnownTheme extends Required<ThemeRequest> {
  /** Whether it was saved in the page, and can be changed there; the others come with the server. */
  isSaved: boolean;
}

/** A theme as it stood until it was changed or deleted. */
export interface ThemeVersion {
  /** Milliseconds since 1970, when it was replaced. */
  until: number;
  theme: Required<ThemeRequest>;
}

/** A file of themes: a theme or a list of them as JSON or YAML, or a table with a column for each field. */
export const ImportRequest = z.object({ name: Name(200), content: z.string().max(900_000) });
export type ImportRequest = z.output<typeof ImportRequest>;

/** A run whose tickets themes are looked for in. */
export const SuggestRequest = z.object({ run: z.string().min(1).max(200) });

/** A theme that tickets seem to speak of. */
export interface SuggestedTheme {
  id: string;
  name: string;
  definition: string;
  counts: string[];
  examples: string[];
  /** Of all tickets, 0 to 1. */
  share: number;
  /** The known theme that is nearest, and how much of it that asks for already, 0 to 1. */
  nearest: { theme: string; overlap: number } | null;
}

/** Ids, by what became of them. */
export interface ImportedThemes {
  added: string[];
  replaced: string[];
  unchanged: string[];
}
