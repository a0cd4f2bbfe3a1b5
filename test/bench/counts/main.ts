/** What `npm run bench counts` prints: coverage, labels saved, false alarms, models against people. */
import { alternativeAnnotator } from '../../../src/evaluation/agreement/alternative-annotator.ts';
import { percent, print } from '../print.ts';
import { measureAlarms } from './alarms.ts';
import { type Coverage, measureCoverage } from './coverage.ts';
import { hasRecorded, recordedAnnotations, recordedQuestions } from './recorded.ts';
import { simulatedQuestions } from './simulated.ts';
import { measureThresholds } from './thresholds.ts';

const draws = Number(process.env.BENCH_DRAWS ?? 1000);
const sets = ['cebab', 'framing', 'banking77', 'simulated'] as const;

export async function benchCounts(): Promise<void> {
  if (!hasRecorded) {
    print('counts that hold', 'skipped: no recorded answers here');
    return;
  }
  const questions = [...recordedQuestions(), ...simulatedQuestions(100)];
  for (const isWeighted of [false, true]) {
    const found = measureCoverage(questions, draws, isWeighted);
    const how = isWeighted ? 'weighted' : 'uniform';
    for (const set of sets) {
      const own = found.filter(({ question }) => question.set === set);
      print(
        `least coverage, ${set}, ${how}: ${own.length} models x themes`,
        percent(Math.min(...own.map(({ covered }) => covered))),
        '>= 94 %',
      );
      const under = own.filter(({ covered }) => covered < 0.94);
      if (under.length > 0) print('  below 94 %', String(under.length));
    }
    print(
      `  interval against labels alone, ${how}: mean at most`,
      Math.max(...found.map(({ width }) => width)).toFixed(3),
      '<= 1.02',
    );
    print('  in any draw', Math.max(...found.map(({ widest }) => widest)).toFixed(3), '<= 1.02');
    for (const one of found.filter(({ question }) => question.theme === 'all'))
      if (one.question.set !== 'banking77') printPooled(one);
  }
  const { any } = measureAlarms(1000, 0);
  print('false alarms, 9 themes, 12 months without a change', percent(any), '<= 5 %');
  const { planted } = measureAlarms(1000, 0.05);
  print('a step of 5 points at 1,000 tickets a month found', percent(planted), '>= 80 %');
  for (const { model, proved, kept, wrong, right } of measureThresholds())
    print(
      `thresholds per theme, ${model}: kept of proved; on other tickets wrong and right yes set aside`,
      proved === 0 ? 'none proved' : `${kept} of ${proved}; ${wrong} and ${right}`,
      '>= 95 % kept',
    );
  for (const { model, units } of recordedAnnotations()) {
    const { winningRate, advantage } = alternativeAnnotator(units, 0.1);
    print(
      `alt-test cebab, ${model}: winning rate, advantage`,
      `${winningRate.toFixed(2)}, ${advantage.toFixed(3)}`,
    );
  }
}

function printPooled({ question, covered, saved }: Coverage): void {
  const asked: Record<string, string> = {
    'cebab gpt-4o': '>= 55 %',
    'cebab gpt-4o-mini': '>= 55 %',
    'cebab mistral-v03': '>= 30 %',
  };
  const name = `${question.set} ${question.model}`;
  print(`  ${name}: covered; labels saved`, `${percent(covered)}; ${percent(saved)}`, asked[name]);
}
