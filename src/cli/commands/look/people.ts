import { readShare } from '../../../domain/read-values.ts';
import { plural } from '../../../domain/text/plural.ts';
import { comparePeople, type PeopleReport } from '../../../evaluation/agreement/compare-people.ts';
import { percent } from '../../drawing/numbers.ts';
import { paint } from '../../drawing/print.ts';
import { table } from '../../drawing/table.ts';
import { withLedger } from '../with-ledger.ts';

interface PeopleFlags {
  annotators: string;
  epsilon: string;
  gold?: string;
  json?: boolean;
  ledger: string;
}

/** Says whether a run's model may stand in for a person. */
export async function runPeople(run: string | undefined, flags: PeopleFlags): Promise<number> {
  const epsilon = readShare('--epsilon', flags.epsilon);
  const annotators = flags.annotators.split(',');
  return withLedger(flags.ledger, async (ledger) => {
    const report = await comparePeople(ledger, { run, annotators, gold: flags.gold, epsilon });
    process.stdout.write(`${flags.json ? JSON.stringify(report, null, 2) : draw(report)}\n`);
    return 0;
  });
}

function draw({ run, people, questions, alpha, pairs, epsilon, test }: PeopleReport): string {
  const { passes, winningRate, advantage, opponents } = test;
  return [
    `${paint.bold(`Run ${run}`)} beside ${plural(people.length, 'person', 'people')} on ${plural(questions, 'question')} (a ticket and a theme each)`,
    `people agree with Krippendorff's alpha ${alpha?.toFixed(2) ?? 'not known'} (1 is perfect, 0 is chance)`,
    '',
    table(
      [
        { title: 'between', fills: true, paint: paint.cyan },
        { title: 'questions', align: 'right' },
        { title: "Cohen's kappa", align: 'right' },
      ],
      pairs.map(({ between, questions, kappa }) => [
        between.join(' and '),
        String(questions),
        kappa?.toFixed(2) ?? 'all the same',
      ]),
    ),
    '',
    table(
      [
        { title: 'in the place of', fills: true, paint: paint.cyan },
        { title: 'model at least as good', align: 'right' },
        { title: 'person at least as good', align: 'right' },
        { title: 'may stand in' },
      ],
      opponents.map(({ person, model, human, isBeaten }) => [
        ...[person, percent(model), percent(human)],
        isBeaten ? 'yes' : 'not proved',
      ]),
    ),
    '',
    paint.bold(
      passes
        ? `The model may stand in for a person: it is proved as good for ${percent(winningRate)} of the people.`
        : `Not proved that the model may stand in for a person: it is for ${percent(winningRate)} of the people, and it takes half.`,
    ),
    `On average it does at least as well as a person on ${percent(advantage)} of the questions. (Alternative annotator test; a person may be better by ${percent(epsilon)} for what people cost more: --epsilon)`,
  ].join('\n');
}
