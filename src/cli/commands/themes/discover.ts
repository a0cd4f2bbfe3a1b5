import {
  type DiscoverReport,
  discover,
  type ProposedTheme,
} from '../../../../workflows/discover.ts';
import { planDiscovery } from '../../../../workflows/plan-calls.ts';
import { readNumber } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { shortRun } from '../../../settings/read-run.ts';
import { findThemes } from '../../../themes/find-themes.ts';
import { checkFolder, placeOfTheme, writeTheme } from '../../../themes/write-theme.ts';
import { nextCommand } from '../../drawing/next-command.ts';
import { percent } from '../../drawing/numbers.ts';
import { paint, printable, say } from '../../drawing/print.ts';
import { describeSpent, sayStop } from '../../drawing/reports/say-stop.ts';
import { sayPlannedCalls } from '../../drawing/say-planned-calls.ts';
import { table } from '../../drawing/table.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import { listenForStop } from '../signals.ts';

interface DiscoverFlags extends RunFlags {
  most: string;
  write?: string;
}

const mostThemes = 100;

export async function runDiscover(files: readonly string[], flags: DiscoverFlags): Promise<number> {
  const most = readNumber('--most', flags.most, 1, mostThemes);
  const options = readRunOptions(files, {
    ...flags,
    themes: undefined,
    route: 'all',
    aggregate: 'never',
  });
  if (flags.write !== undefined) checkFolder(flags.write);
  if (flags.dryRun) return sayPlannedCalls(planDiscovery(options, most), flags.json);
  const stopping = listenForStop();
  try {
    const report = await discover({
      ...options,
      themes: flags.themes === 'none' ? [] : (flags.themes ?? findThemes()),
      most,
      stop: stopping.stop,
      abort: stopping.abort,
      say,
      onStart(notes, tickets) {
        for (const note of notes) say(note);
        say(`Reading ${plural(tickets, 'ticket')}, model ${flags.model}`);
      },
    });
    process.stdout.write(`${flags.json ? JSON.stringify(report, null, 2) : draw(report)}\n`);
    if (report.status === 'interrupted')
      return sayStop(report, report.spent, 'No theme is named yet');
    if (flags.write !== undefined && report.themes.length > 0)
      await writeAll(flags.write, report.themes, files);
    for (const [cause, count] of Object.entries(report.failures))
      say(
        `${plural(count, 'group')} got no answer from ${flags.model} (${cause}); their words name them`,
      );
    return Object.keys(report.failures).length > 0 ? 1 : 0;
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    stopping.release();
  }
}

/** All of them or none: a name that is taken is found out before the first is written. */
async function writeAll(
  folder: string,
  themes: readonly ProposedTheme[],
  files: readonly string[],
): Promise<void> {
  for (const { id } of themes) await placeOfTheme(folder, id);
  for (const theme of themes)
    await writeTheme(folder, { ...theme, examples: theme.examples.map(({ quote }) => quote) });
  say(
    `Wrote ${plural(themes.length, 'theme')} into ${folder}; read and mend them, then: ${nextCommand(['batch', '--themes', folder], files)}`,
  );
}

function draw({ themes, tickets, run, spent }: DiscoverReport): string {
  if (themes.length === 0)
    return `No theme stands out in ${plural(tickets, 'ticket')}: they have too few words in common`;
  return [
    '',
    table(
      [
        { title: 'theme', paint: paint.cyan },
        { title: 'tickets', align: 'right' },
        { title: 'share', align: 'right' },
        { title: 'nearest theme', paint: paint.dim },
        { title: 'overlap', align: 'right' },
        { title: 'further telling words', fills: true },
      ],
      themes.map(({ name, tickets, share, nearest, words }) => [
        name,
        String(tickets),
        percent(share, 0),
        nearest?.theme ?? '',
        nearest === null ? '' : percent(nearest.overlap, 0),
        words.filter((word) => !name.toLowerCase().includes(word)).join(', '),
      ]),
    ),
    ...themes.flatMap(({ name, definition, examples }) => [
      '',
      `${paint.cyan(printable(name))}  ${paint.dim(printable(definition))}`,
      ...examples.map(({ ticket, quote }) => `  ${printable(ticket)}: "${printable(quote)}"`),
    ]),
    ...(run === null
      ? []
      : [
          '',
          `Cost     ${describeSpent(spent)}`,
          `What was asked: ${nextCommand(['runs', 'show', shortRun(run)])}`,
        ]),
  ].join('\n');
}
