import type { SharpenReport } from '../../../../workflows/sharpen.ts';
import type { Theme } from '../../../domain/theme.ts';
import { type Mistakes, sayMistakes, saySharpened } from '../../../web/api/trust/sharpening.ts';
import { paint, printable } from '../print.ts';
import { describeSpent } from './say-stop.ts';

const fields: [string, (theme: Omit<Theme, 'id' | 'name' | 'excludes'>) => readonly string[]][] = [
  ['Definition', ({ definition }) => [definition]],
  ['Counts', ({ counts }) => counts],
  ["Doesn't count", ({ doesNotCount }) => doesNotCount],
  ['Examples of a yes', ({ examples }) => examples],
  ['Examples of a no', ({ counterExamples }) => counterExamples],
];

/** What a judge got wrong, and the lines of its theme that would change. */
export function drawSharpened(theme: Theme, report: Mistakes & SharpenReport): string {
  const { found, spent } = report;
  return [
    `${paint.bold(theme.name)} (${theme.id})`,
    ...sayMistakes(report),
    ...(found === undefined ? [] : [...saySharpened(found).map(printable), '']),
    ...(found === undefined
      ? []
      : fields.flatMap(([field, of]) => draw(field, of(theme), of(found)))),
    `This cost ${describeSpent(spent)}`,
  ].join('\n');
}

function draw(field: string, before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((line) => !after.includes(line));
  const come = after.filter((line) => !before.includes(line));
  if (gone.length + come.length === 0) return [];
  return [
    field,
    ...gone.map((line) => paint.red(`- ${printable(line)}`)),
    ...come.map((line) => paint.green(`+ ${printable(line)}`)),
  ];
}
