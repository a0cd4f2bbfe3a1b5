import { z } from 'zod';
import { defineTheme, type ThemeAgent } from '../../../../agents/judge.ts';
import { type SearchReport, search } from '../../../../workflows/search.ts';
import type { Match } from '../../../cases/labels/match.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { plural } from '../../../domain/text/plural.ts';
import { themeIdOf } from '../../../domain/theme.ts';
import type { ReadOptions } from '../../../runs/run-options.ts';
import type { RunCounts } from '../../../runs/write-run.ts';
import { homeOfThemes } from '../../../themes/find-themes.ts';
import { placeOfTheme, writeTheme } from '../../../themes/write-theme.ts';
import { paint, say } from '../../drawing/print.ts';
import { finish } from '../../drawing/reports/report.ts';
import { table } from '../../drawing/table.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import type { ExporterFlags } from '../trace-exporters.ts';
import { hearShown } from './hear-shown.ts';
import { printPlan } from './plan.ts';

interface SearchFlags extends Omit<RunFlags, 'route'> {
  theme: string;
  example: string[];
  name?: string;
  saveAs?: string;
}

/** Matches shown on the screen; all of them are in the results and in the JSON. */
const mostShown = 20;
/** A name is cut here, in characters: it heads a table. */
const longestName = 80;

export async function runSearch(files: readonly string[], flags: SearchFlags): Promise<number> {
  const theme = makeTheme(flags);
  const folder = flags.themes ?? homeOfThemes();
  if (flags.saveAs !== undefined) await placeOfTheme(folder, flags.saveAs);
  const options = readRunOptions(files, { ...flags, route: 'all' });
  if (flags.dryRun) return printPlan({ ...options, themes: [theme] }, flags);
  const report = await searchFor(theme, options, flags);
  if (!flags.json) process.stdout.write(`\n${draw(report.matches, report.counts)}\n`);
  const code = finish(report, undefined, options, flags.json);
  if (flags.saveAs !== undefined && report.status === 'finished')
    say(`Wrote ${await writeTheme(folder, { ...theme, id: flags.saveAs })}`);
  return code;
}

/** Searches a file with its progress on stderr. */
export function searchFor(
  theme: ThemeAgent,
  options: ReadOptions,
  flags: ExporterFlags,
): Promise<SearchReport> {
  return hearShown((shown) => search({ ...shown, theme }), options, flags);
}

/** @throws UserMistake for a theme that asks nothing */
export function makeTheme({
  theme: words,
  example: examples,
  name,
}: Pick<SearchFlags, 'theme' | 'example' | 'name'>): ThemeAgent {
  const definition = words.trim();
  if (definition === '')
    throw new UserMistake('--theme is empty; say what to look for, as in --theme "seats hurt"');
  const called = (name ?? firstWords(definition)).trim();
  if (themeIdOf(called) === '')
    throw new UserMistake(
      `${name === undefined ? '--theme' : '--name'} "${called}" has no letter or digit; say it in words`,
    );
  if (examples.some((example) => example.trim() === ''))
    throw new UserMistake('--example is empty; give a text for which the answer is yes');
  try {
    return defineTheme({ name: called, definition, examples });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const option = issue?.path[0] === 'name' ? '--name' : '--theme';
    throw new UserMistake(`${option}: ${issue?.message}`, { cause: error });
  }
}

function firstWords(text: string): string {
  if (text.length <= longestName) return text;
  return `${text.slice(0, longestName).replace(/\s+\S*$/, '')} …`;
}

function draw(matches: readonly Match[], counts: RunCounts): string {
  const { tickets, decided, review, failed } = counts;
  const heard = decided + review + failed;
  const open = heard < tickets ? `; ${tickets - heard} still to be judged` : '';
  const hidden = matches.length - mostShown;
  return [
    ...(matches.length === 0
      ? []
      : [
          table(
            [
              { title: 'ticket' },
              { title: 'confidence', align: 'right' },
              { title: 'quote', fills: true, paint: paint.cyan },
              { title: 'reason', paint: paint.dim },
            ],
            matches
              .slice(0, mostShown)
              .map(({ ticket, confidence, quote, reason, text }) => [
                ticket,
                confidence.toFixed(2),
                quote ?? text,
                reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason,
              ]),
          ),
          '',
        ]),
    `${matches.length} of ${plural(heard, 'ticket')} match${open}${hidden > 0 ? `; the ${mostShown} most confident are shown` : ''}`,
  ].join('\n');
}

/** A reason is cut here on the screen, in characters: the quote needs the room. */
const longestReason = 40;
