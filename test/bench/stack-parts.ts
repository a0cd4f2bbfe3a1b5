/** What stacked dockets save, and what they cost where a server misbehaves. */
import { existsSync } from 'node:fs';
import { plantedKinds, simulateCalibrations } from './calibrations.ts';
import { print } from './print.ts';
import type { Parts } from './run-parts.ts';
import { seventhFault } from './served-parts.ts';
import { bank, bankThemes, measureStacked, nineThemes, reasonLengths } from './stack.ts';

const nine = ['--stack', '9', '--docket', '25'];

export const stackParts: Parts = {
  async calibrations() {
    for (const kind of plantedKinds) {
      const { runs, one, full } = await simulateCalibrations(kind, 100);
      const isSound = kind === 'none';
      print(
        isSound
          ? 'calibrate, a model that stacks well: takes all 9 themes'
          : `  one that suffers by ${kind}: takes 1`,
        `${isSound ? full : one} of ${runs}`,
        isSound ? '>= 90' : '>= 95',
      );
    }
  },
  async stack() {
    const subject = nineThemes(2000);
    const plain = await measureStacked(subject, ['--docket', '25']);
    const stacked = await measureStacked(subject, nine);
    print(
      'stacked, 2,000 x 9, all asked: calls a ticket (one by one)',
      `${(stacked.calls / 2000).toFixed(3)} (${(plain.calls / 2000).toFixed(3)})`,
      '<= 0.06',
    );
    print('  cells wrong or lost', `${stacked.wrong} (${plain.wrong})`, '0');
    const lengths = reasonLengths();
    const [shortest = 0] = lengths;
    const few = nineThemes(225);
    const outWith = async (flags: string[]) =>
      (await measureStacked(few, flags, {}, [shortest])).out;
    const [briefStacked, brief] = [await outWith(nine), await outWith(['--docket', '25'])];
    print(
      `  tokens that come back, of those of one by one, reasons of ${shortest} to ${lengths.at(-1)} characters (all of ${shortest})`,
      `${((100 * stacked.out) / plain.out).toFixed(0)} % (${((100 * briefStacked) / brief).toFixed(0)} %)`,
      '<= 45 %',
    );
    const paced = { latencyMs: 200, limit: { requests: 20, perMs: 1000 } };
    const slow = await measureStacked(subject, ['--rpm', '1200'], paced);
    const fast = await measureStacked(subject, ['--rpm', '1200', ...nine], paced);
    print(
      '  20 calls/s: tickets a second, against dockets of today',
      `${(2000 / fast.seconds).toFixed(0)} : ${(2000 / slow.seconds).toFixed(0)} = ${(slow.seconds / fast.seconds).toFixed(1)}`,
      '>= 3',
    );
    const flags = ['--rpm', '6000', '--timeout', '2', ...nine];
    const calm = await measureStacked(nineThemes(8000), flags, { latencyMs: 20 });
    const chaos = await measureStacked(nineThemes(8000), flags, {
      latencyMs: 20,
      faults: seventhFault,
    });
    print(
      '  5 % each of 7 faults, 8,000 tickets: calls',
      `${chaos.calls} : ${calm.calls} = ${(chaos.calls / calm.calls).toFixed(2)}`,
      '<= 1.5',
    );
    print('  cells lost or wrong', String(chaos.wrong), '0');
    const one = await measureStacked(nineThemes(1), nine);
    const all = await measureStacked(nineThemes(4000), nine);
    print(
      '  CPU a ticket over HTTP, 4,000 x 9, start taken off',
      `${((1000 * (all.cpuSeconds - one.cpuSeconds)) / 3999).toFixed(2)} ms`,
      '<= 1.8 ms',
    );
    if (!existsSync(`${bank}.dev.csv`)) return print('  77 themes', 'skipped: no ../shared/data');
    const many = await measureStacked(bankThemes(), ['--stack', '20', '--docket', '25']);
    print(
      '  77 themes, 2,999 tickets, all asked: calls a ticket',
      (many.calls / 2999).toFixed(3),
      '<= 0.6',
    );
    print('  cells wrong or lost', String(many.wrong), '0');
  },
};
