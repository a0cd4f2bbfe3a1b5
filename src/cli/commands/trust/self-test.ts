import { plural } from '../../../domain/text/plural.ts';
import type { Share } from '../../../evaluation/statistics/wilson.ts';
import type { Scored } from '../../../self-test/keeper.ts';
import { type SelfTestReport, selfTest } from '../../../self-test/self-test.ts';
import { paint } from '../../drawing/print.ts';
import { drawMixed, drawSystems } from '../../drawing/reports/draw-systems.ts';
import { table } from '../../drawing/table.ts';

/** The same faults in the same places every time. */
const seed = 1;
/** Runs for each kind of fault, and without any. */
const trials = 20;
const clean = 200;
/** Runs for each rate of mixed faults, and for each cause and strength. */
const mixed = 4;
const systems = 2;

/** Prints how well `diagnose` finds faults that are known, because they were put there. */
export async function runSelfTest(json: boolean): Promise<number> {
  const report = await selfTest({
    seed,
    trials,
    clean,
    mixed,
    systems,
    onTrial(done, all) {
      if (process.stderr.isTTY && done % 10 === 0)
        process.stderr.write(`\r${done} of ${all} runs${done >= all - 9 ? '\n' : ''}`);
    },
  });
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${draw(report)}\n`);
  return 0;
}

function draw(report: SelfTestReport): string {
  const { clean: runs, withGold, withoutGold } = report;
  return [
    paint.bold('Faults that changed the decision, with labels'),
    drawScored(withGold, runs),
    '',
    paint.bold('The same without labels'),
    drawScored(withoutGold, runs),
    '',
    paint.bold('Several faults of all kinds in one run'),
    drawMixed(report.mixed),
    '',
    ...drawSystems(report.systems),
  ].join('\n');
}

function drawScored(scored: Scored, runs: number): string {
  const { all, byMode, baselines, absorbed, falseAlarms, wronglyProved } = scored;
  const rows = [
    ...Object.entries(byMode),
    ['all', all] as const,
    ['guess: always the judge, no for yes', baselines.alwaysTheJudge] as const,
    ['guess: at random', baselines.random] as const,
  ];
  return [
    table(
      [
        { title: 'fault' },
        { title: 'runs', align: 'right' },
        { title: 'agent' },
        { title: 'mode' },
        { title: 'both' },
        { title: 'abstained', align: 'right' },
      ],
      rows.map(([name, { trials: count, agent, mode, joint, abstained }]) => [
        name,
        String(count),
        interval(agent),
        interval(mode),
        interval(joint),
        String(abstained),
      ]),
    ),
    `fixed before the decision: ${absorbed.named} of ${absorbed.trials} named`,
    `false alarms: ${falseAlarms.clean} in ${plural(runs, 'run')} without a fault, ${falseAlarms.besides} on tickets that a fault did not touch; said to be proved and not so: ${wronglyProved}`,
  ].join('\n');
}

function interval(share: Share | undefined): string {
  if (share === undefined) return '';
  const percent = (part: number) => (100 * part).toFixed(0);
  return `${percent(share.share)} % (${percent(share.low)}-${percent(share.high)})`;
}
