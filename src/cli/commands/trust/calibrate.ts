import { type CalibrationReport, calibrate } from '../../../../workflows/calibrate.ts';
import { planCalibration } from '../../../../workflows/plan-calls.ts';
import { UserMistake } from '../../../domain/mistake.ts';
import { readNumber, readShare } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { explainStop } from '../../../model/faults/explain-stop.ts';
import { percent } from '../../drawing/numbers.ts';
import { paint, say } from '../../drawing/print.ts';
import { drawDockets, drawStacks } from '../../drawing/reports/draw-calls-weighed.ts';
import { describeSpent, sayStop } from '../../drawing/reports/say-stop.ts';
import { sayPlannedCalls } from '../../drawing/say-planned-calls.ts';
import { table } from '../../drawing/table.ts';
import { type RunFlags, readRunOptions } from '../../program/run-options.ts';
import { listenForStop } from '../signals.ts';

export async function runCalibrate(
  files: readonly string[],
  flags: Omit<RunFlags, 'sample'> & {
    sample?: string;
    tolerance: string;
    gold?: string;
    themeThresholds?: boolean;
    risk: string;
  },
): Promise<number> {
  const { sample, ...others } = flags;
  const options = {
    ...readRunOptions(files, others),
    sample: sample === undefined ? undefined : readNumber('--sample', sample, 2, 100_000),
    tolerance: readPart('--tolerance', flags.tolerance),
    gold: flags.gold,
    themeThresholds: flags.themeThresholds === true,
    risk: readPart('--risk', flags.risk),
  };
  const stopping = listenForStop();
  try {
    const { stop, abort } = stopping;
    if (flags.dryRun) return sayPlannedCalls((await planCalibration(options)).planned, flags.json);
    const report = await calibrate({ ...options, stop, abort, say });
    process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${draw(report)}\n`);
    return report.isDone ? 0 : sayStop(report, report.spent, 'Answers are kept');
  } catch (error) {
    throw await explainStop(error, options.endpoint);
  } finally {
    stopping.release();
  }
}

/** Neither nothing nor all: that nothing is ever wrong no sample can show. */
function readPart(option: string, text: string): number {
  const share = readShare(option, text);
  if (share < 0.001 || share > 0.5)
    throw new UserMistake(`${option} takes a share from 0.1% to 50%, got "${text}"`);
  return share;
}

function draw(report: CalibrationReport): string {
  return [
    `${paint.bold(`Run ${report.run}`)}: ${plural(report.tickets, 'ticket')}, ${describeSpent(report.spent)}`,
    ...drawDockets(report),
    ...drawStacks(report),
    ...drawThemes(report),
    ...drawThreshold(report),
  ].join('\n');
}

function drawThreshold({ threshold, risk }: CalibrationReport): string[] {
  if (threshold === null) return [];
  const { labelled, decided, wrong, found } = threshold;
  const seen = `${wrong} of ${decided} decisions on ${plural(labelled, 'labelled ticket')} are wrong`;
  if (found.reached)
    return [
      '',
      `${paint.bold(`Threshold ${found.threshold}`)}: ${seen}; of the ${found.kept} with that confidence or more, ${found.wrong} are. With 95 % confidence, at most ${percent(risk)} of such decisions are wrong; the others go to review from now on`,
    ];
  const best =
    found.best === undefined
      ? ''
      : `; of the ${found.best.kept} most confident, ${found.best.wrong} are (${percent(found.best.wrong / found.best.kept)})`;
  return [
    '',
    `${paint.yellow('No threshold')}: ${seen}${best}. A share of at most ${percent(risk)} wrong is out of reach with this sample${
      found.needed === undefined
        ? ', nor with a larger one of the same kind'
        : `; at the error seen here it would take about ${plural(found.needed, 'labelled ticket')}`
    }`,
  ];
}

function drawThemes({ themeThresholds }: CalibrationReport): string[] {
  if (themeThresholds === null) return [];
  if (themeThresholds.length === 0)
    return ['', 'No theme is judged better where an unsure yes to it is set aside'];
  return [
    '',
    table(
      [
        { title: 'theme' },
        { title: 'a yes needs', align: 'right' },
        { title: 'set aside: wrong', align: 'right' },
        { title: 'right', align: 'right' },
        { title: '' },
      ],
      themeThresholds.map(({ theme, threshold, fallen, isProved }) => [
        ...[theme, String(threshold), String(fallen.wrong), String(fallen.right)],
        isProved ? 'used from now on' : 'not proved, not used',
      ]),
    ),
    paint.dim(
      'Chosen on a quarter of the labelled tickets, checked on another: used where more wrong than right yes verdicts fall, with 95 % confidence for all themes together',
    ),
  ];
}
