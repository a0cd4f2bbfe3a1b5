import type { SelfTestReport } from '../../../src/self-test/self-test.ts';
import { percent, print } from '../print.ts';

/** What the self-test makes of several faults in one run, of mistakes with a system, and of wrong labels. */
export function printSystems({ mixed, systems }: SelfTestReport): void {
  for (const { rate, tickets, withGold, withoutGold } of mixed)
    print(
      `self-test, ${tickets} tickets with faults of all kinds on ${percent(rate)}: with labels; without`,
      `${percent(withGold.all.joint?.share ?? 0)}; ${percent(withoutGold.all.joint?.share ?? 0)} of ${withGold.all.trials}`,
    );
  for (const { causes, strength, noise, labelNoise, withGold, withoutGold } of systems)
    if (labelNoise > 0)
      print(
        `self-test, ${percent(labelNoise)} of labels wrong: listed; right of the listed; proved`,
        `${percent(withGold.rightlyDoubted / withGold.wrongLabels)}; ${percent(withGold.rightlyDoubted / Math.max(1, withGold.doubted))}; ${withGold.wronglyProved}`,
      );
    else
      print(
        `self-test, ${causes.join(' and ') || 'no cause'}, ${percent(strength)} of its answers, ${percent(noise)} wrong anywhere: named; without labels; others accused`,
        `${withGold.named} of ${withGold.causes}; ${withoutGold.named} of ${withoutGold.causes}; ${withGold.others + withoutGold.others}`,
      );
}
