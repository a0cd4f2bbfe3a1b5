import type { Both, SelfTestReport } from '../../../self-test/self-test.ts';
import type { SystemScore } from '../../../self-test/systems/system-trials.ts';
import { percent } from '../numbers.ts';
import { paint } from '../print.ts';
import { table } from '../table.ts';

/** How well faults are traced where one run has several. */
export function drawMixed(mixed: SelfTestReport['mixed']): string {
  const share = (scored: Both['withGold']) => percent(scored.all.joint?.share ?? 0);
  return table(
    [
      { title: 'of the tickets' },
      { title: 'faults that changed a decision', align: 'right' },
      { title: 'agent and mode, with labels', align: 'right' },
      { title: 'without', align: 'right' },
      { title: 'false alarms', align: 'right' },
      { title: 'wrongly proved', align: 'right' },
    ],
    mixed.map(({ rate, withGold, withoutGold }) => [
      percent(rate),
      String(withGold.all.trials),
      share(withGold),
      share(withoutGold),
      String(withGold.falseAlarms.besides + withoutGold.falseAlarms.besides),
      String(withGold.wronglyProved + withoutGold.wronglyProved),
    ]),
  );
}

/** How well causes are named, and wrong labels found, in runs of 300 tickets. */
export function drawSystems(systems: readonly SystemScore[]): string[] {
  const of = (part: number, whole: number) => (whole === 0 ? '' : `${part} of ${whole}`);
  const judges = systems.filter(({ labelNoise }) => labelNoise === 0);
  const labels = systems.filter(({ labelNoise }) => labelNoise > 0);
  return [
    paint.bold('Mistakes with a system on one judge, or two, in runs of 300 tickets'),
    table(
      [
        { title: 'cause' },
        { title: 'answers that follow it', align: 'right' },
        { title: 'others wrong', align: 'right' },
        { title: 'named, with labels', align: 'right' },
        { title: 'without', align: 'right' },
        { title: 'other judges accused', align: 'right' },
        { title: 'wrong answers traced', align: 'right' },
        { title: 'wrongly proved', align: 'right' },
      ],
      judges.map(({ causes, strength, noise, withGold, withoutGold }) => [
        causes.join(' and ') || 'none',
        causes.length === 0 ? '' : percent(strength),
        percent(noise),
        of(withGold.named, withGold.causes),
        of(withoutGold.named, withoutGold.causes),
        String(withGold.others + withoutGold.others),
        of(withGold.traced, withGold.wrongAnswers),
        String(withGold.wronglyProved + withoutGold.wronglyProved),
      ]),
    ),
    '',
    paint.bold('Labels that are wrong, beside judges that are right'),
    table(
      [
        { title: 'of the labels' },
        { title: 'wrong ones listed', align: 'right' },
        { title: 'of the listed wrong', align: 'right' },
        { title: 'wrongly proved', align: 'right' },
      ],
      labels.map(({ labelNoise, withGold }) => [
        percent(labelNoise),
        of(withGold.rightlyDoubted, withGold.wrongLabels),
        of(withGold.rightlyDoubted, withGold.doubted),
        String(withGold.wronglyProved),
      ]),
    ),
  ];
}
