/** What needs no server: start, quality and speed of the embedded model, CPU of the machinery, reading. */

import type { Share } from '../../src/evaluation/statistics/wilson.ts';
import type { SelfTestReport } from '../../src/self-test/self-test.ts';
import { measureAnswers } from './answers.ts';
import { measureApprentice } from './apprentice.ts';
import { benchCounts } from './counts/main.ts';
import { measureCpuRatio } from './cpu-ratio.ts';
import { measureLabelNoise } from './diagnosis/label-noise.ts';
import { printCauses } from './diagnosis/print-causes.ts';
import { printProbes } from './diagnosis/print-probes.ts';
import { printSystems } from './diagnosis/print-systems.ts';
import { measureDiagnosis } from './diagnosis.ts';
import { measureAgreement, measureDiscover } from './discovery.ts';
import { measureLearnedTriage } from './learned-triage.ts';
import { measureTaught, measureTraining } from './learning.ts';
import { measureRun } from './measured-run.ts';
import { percent, print } from './print.ts';
import { measureQuality } from './quality.ts';
import { measureReading } from './reading.ts';
import type { Parts } from './run-parts.ts';
import { measureSearch } from './searching.ts';
import { measureStart } from './starting.ts';
import { measureThroughput } from './throughput.ts';

export const localParts: Parts = {
  async start() {
    for (const { words, cpuSeconds, seconds } of await measureStart())
      print(
        `${words}, CPU; by the clock`,
        `${cpuSeconds.toFixed(2)} s; ${seconds.toFixed(2)} s (medians of 7)`,
        words.startsWith('batch') ? '<= 0.9 s' : '<= 0.2 s',
      );
  },
  async quality() {
    const floors: Record<string, number> = {
      airline_tweets: 0.36,
      banking77: 0.55,
      mams_restaurant: 0.42,
    };
    for (const { file, themes, tickets, route, macroF1 } of await measureQuality())
      print(
        `macro-F1 ${file} (${tickets} x ${themes}), route ${route}`,
        macroF1.toFixed(3),
        `>= ${floors[file]?.toFixed(2)}`,
      );
  },
  counts: benchCounts,
  async answers() {
    const { verdicts, read, turned } = measureAnswers(100_000);
    print('100,000 answers in random forms: verdicts turned round', String(turned), '0');
    print('  verdicts read; of', `${read}; ${verdicts}`);
  },
  async learn() {
    const bars: Record<string, number> = {
      airline_tweets: 0.46,
      mams_restaurant: 0.8,
      banking77: 0.82,
    };
    for (const { file, isExclusive, macroF1, unlearned, alwaysYes } of measureTaught()) {
      print(
        `learned macro-F1 ${file}${isExclusive ? ', themes exclude each other' : ''}`,
        macroF1.toFixed(3),
        `>= ${(isExclusive ? 0.85 : bars[file])?.toFixed(2)}`,
      );
      print('  unlearned; always yes', `${unlearned.toFixed(3)}; ${alwaysYes.toFixed(3)}`);
    }
    const seconds = measureTraining(10_000);
    if (seconds !== undefined)
      print('  learning 10,000 tickets x 77 themes', `${seconds.toFixed(1)} s`, '< 60 s');
  },
  async triage() {
    const bars: Record<string, string> = { banking77: '>= 55 %', mams_restaurant: '>= 22 %' };
    for (const [file, bar] of Object.entries(bars)) {
      const measured = await measureLearnedTriage(file, 1);
      if (measured === undefined) continue;
      const { tickets, themes, report, yes, lost, calls, callsOfAll } = measured;
      print(
        `learned triage over HTTP, ${file} (${tickets} x ${themes}), from nothing: questions saved`,
        percent(report.unasked / report.questions),
        bar,
      );
      print(
        '  yes lost; said to be at most',
        `${percent(lost / yes)}; ${percent(report.lostAtMost / yes)}`,
        '<= 2 %',
      );
      print('  model calls; of --route all', `${calls}; ${callsOfAll}`);
      print(
        '  asked of each stretch of tickets',
        report.over.map((own) => ((100 * own.asked) / own.questions).toFixed(0)).join(' '),
        '%',
      );
      print(
        '  CPU of it; of --route all',
        `${measured.cpuSeconds.toFixed(0)} s; ${measured.cpuSecondsOfAll.toFixed(0)} s`,
      );
    }
  },
  async apprentice() {
    measureApprentice();
  },
  async search() {
    for (const { file, themes, tickets, given, search, alwaysYes } of measureSearch()) {
      const words = given === 'name' ? 'by name' : 'by name, definition and two examples';
      const figures = ({ precision, recall, f1 }: typeof search) =>
        `${precision.toFixed(3)}, ${recall.toFixed(3)}, ${f1.toFixed(3)}`;
      print(`search ${file} (${tickets}), ${themes} themes ${words}`, '');
      print('  macro precision, recall, F1', figures(search));
      print('  always yes', figures(alwaysYes));
    }
  },
  async speed() {
    const { ticketsPerSecond, peakMegabytes, cpuSeconds } = await measureThroughput(20_000);
    print(
      'embedded, 20,000 tickets x 9 themes',
      `${ticketsPerSecond.toFixed(0)} tickets/s`,
      '>= 500',
    );
    print('  peak memory', `${peakMegabytes} MB`, '< 300 MB');
    print('  CPU, start included', `${((1000 * cpuSeconds) / 20_000).toFixed(2)} ms a ticket`);
  },
  async diagnosis() {
    printCauses();
    const share = (part: number) => `${(100 * part).toFixed(0)} %`;
    for (const { file, texts, wrong, recall, byKind, precision, proved } of measureLabelNoise()) {
      print(
        `10 % of labels wrong, judges right, ${file} (${wrong} of ${texts}): listed`,
        `${share(recall)} (${byKind.map((one) => `${one.kind} ${share(one.recall)}`).join(', ')})`,
        '>= 60 %',
      );
      print(
        '  of the listed wrong; findings proved',
        `${share(precision)}; ${proved}`,
        '>= 70 %; 0',
      );
    }
    await printProbes();
    const { seconds, peakMegabytes, findings, traceSeconds, queryMs } = await measureDiagnosis();
    print('diagnose --gold, 20,000 tickets', `${seconds.toFixed(1)} s`, '< 10 s');
    print('  findings; peak memory', `${findings}; ${peakMegabytes} MB`, '<= 400 MB');
    print('trace, a ticket among 200,000', `${traceSeconds.toFixed(2)} s`, '< 1.2 s');
    print('  its queries, slowest of three', `${queryMs.toFixed(0)} ms`, '< 50 ms');
  },
  async discover() {
    for (const { file, tickets, labels, clusters, clustered, all, some } of measureAgreement()) {
      print(
        `discover ${file} (${tickets} x ${labels} labels), ${clusters} clusters: agreement (NMI)`,
        `${all.information.toFixed(3)}; of the ${clustered} in a cluster ${some.information.toFixed(3)}`,
      );
      print('  purity', `${all.purity.toFixed(3)}; ${some.purity.toFixed(3)}`);
    }
    for (const { tickets, seconds, peakMegabytes } of await measureDiscover(20_000))
      print(
        `discover, ${tickets} reviews`,
        `${seconds.toFixed(1)} s, ${peakMegabytes} MB`,
        tickets > 1000 ? '< 60 s, 400 MB' : '< 15 s',
      );
  },
  async 'self-test'() {
    const { stdout } = await measureRun('dist/command/tribunal.js', [
      'diagnose',
      '--self-test',
      '--json',
    ]);
    const report = JSON.parse(stdout) as SelfTestReport;
    for (const [name, scored, asked] of [
      ['with labels', report.withGold, '>= 95 %'],
      ['without labels', report.withoutGold, '>= 70 %'],
    ] as const) {
      const { all, baselines, falseAlarms, wronglyProved } = scored;
      const percent = (share: Share | undefined) => `${(100 * (share?.share ?? 0)).toFixed(1)} %`;
      print(`self-test, ${name}: ${all.trials} faults, agent and mode`, percent(all.joint), asked);
      print(
        '  agent; mode; abstained',
        `${percent(all.agent)}; ${percent(all.mode)}; ${all.abstained}`,
      );
      print(
        '  guesses: always the judge; at random',
        `${percent(baselines.alwaysTheJudge.joint)}; ${percent(baselines.random.joint)}`,
      );
      print(
        `  false alarms in ${report.clean} clean runs; wrongly proved`,
        `${falseAlarms.clean}; ${wronglyProved}`,
        '0; 0',
      );
      for (const [kind, { trials, joint }] of Object.entries(scored.byMode))
        print(`  ${kind}: ${trials} faults`, percent(joint));
    }
    printSystems(report);
  },
  async cpu() {
    const { loop, tribunal, single, everyJudge } = await measureCpuRatio();
    const ratio = (value: number) => `${value.toFixed(2)} ms, ratio ${(value / loop).toFixed(2)}`;
    print('CPU a ticket, plain loop of Runner.run per theme', `${loop.toFixed(2)} ms`);
    print('  whole tribunal, dockets of 32', ratio(tribunal), '<= 0.5');
    print('  whole tribunal, dockets of 1', ratio(single));
    print('  whole tribunal, every judge, dockets of 8', ratio(everyJudge));
  },
  async reading() {
    const files = [
      ['csv', 1_000_000],
      ['xlsx', 200_000],
    ] as const;
    for (const [format, count] of files) {
      const { rows, megabytes, rowsPerSecond, cpuSeconds, peakMegabytes } = await measureReading(
        format,
        count,
      );
      print(`reading ${rows} rows (${format}, ${megabytes} MB)`, `${rowsPerSecond} rows/s`);
      print('  CPU; peak memory', `${cpuSeconds} s; ${peakMegabytes} MB`, '< 300 MB');
    }
  },
};
