import type { ThemeVersion } from '../../api/themes.ts';

type Theme = ThemeVersion['theme'];

interface FieldChange {
  field: string;
  /** Lines that only the earlier one has, and those that only the later one has. */
  gone: string[];
  come: string[];
}

const fields: [string, (theme: Theme) => readonly string[]][] = [
  ['Name', ({ name }) => [name]],
  ['Definition', ({ definition }) => definition.split('\n')],
  ['Counts', ({ counts }) => counts],
  ["Doesn't count", ({ doesNotCount }) => doesNotCount],
  ['Examples of a yes', ({ examples }) => examples],
  ['Examples of a no', ({ counterExamples }) => counterExamples],
  ['Excludes', ({ excludes }) => excludes],
];

/** What was changed of a theme, field by field. */
export function changesBetween(before: Theme, after: Theme): FieldChange[] {
  return fields.flatMap(([field, linesOf]) => {
    const [old, now] = [linesOf(before), linesOf(after)];
    const gone = old.filter((line) => !now.includes(line));
    const come = now.filter((line) => !old.includes(line));
    return gone.length + come.length === 0 ? [] : [{ field, gone, come }];
  });
}
