import { useSessionStorage } from '@mantine/hooks';
import { themeIdOf } from '../../../domain/theme.ts';
import type { KnownTheme, ThemeRequestInput } from '../../api/themes.ts';

/** A theme as it is typed: what holds several texts holds one a line. */
export interface ThemeDraft {
  /** Empty where it is to be made from the name. */
  id: string;
  name: string;
  definition: string;
  counts: string;
  doesNotCount: string;
  examples: string;
  counterExamples: string;
  excludes: string[];
}

const noTheme: ThemeDraft = {
  id: '',
  name: '',
  definition: '',
  counts: '',
  doesNotCount: '',
  examples: '',
  counterExamples: '',
  excludes: [],
};

/** What is typed of a theme stays while its tab does. */
export function useThemeDraft(place: string) {
  return useSessionStorage<ThemeDraft | null>({
    key: `tribunal-theme-${place}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
}

export function draftOf(theme: KnownTheme | undefined): ThemeDraft {
  if (theme === undefined) return noTheme;
  const { id, name, definition, excludes } = theme;
  const join = (lines: readonly string[]) => lines.map(inOneLine).join('\n');
  return {
    id,
    name,
    definition,
    excludes,
    counts: join(theme.counts),
    doesNotCount: join(theme.doesNotCount),
    examples: join(theme.examples),
    counterExamples: join(theme.counterExamples),
  };
}

const inOneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');

export function requestOf(draft: ThemeDraft): ThemeRequestInput {
  const { counts, doesNotCount, examples, counterExamples, ...rest } = draft;
  return {
    ...rest,
    id: draft.id || themeIdOf(draft.name),
    counts: linesOf(counts),
    doesNotCount: linesOf(doesNotCount),
    examples: linesOf(examples),
    counterExamples: linesOf(counterExamples),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
