import type { VoteReport } from '../../workflows/count-votes.ts';
import { percent } from './percent.ts';
import { paint } from './print.ts';
import { table } from './table.ts';

/** How far several votes on the same questions agree; nothing where there was one each. */
export function drawVotes(report: VoteReport | undefined): string[] {
  if (report === undefined) return [];
  const { votes, themes, panel, correlated } = report;
  const lines = [
    '',
    table(
      [
        { title: `${votes} votes on`, paint: paint.cyan },
        { title: 'questions', align: 'right' },
        { title: 'unanimous', align: 'right' },
        { title: "Fleiss' kappa", align: 'right' },
      ],
      themes.map(({ theme, questions, unanimous, kappa }) => [
        theme,
        String(questions),
        questions === 0 ? '' : percent(unanimous / questions),
        kappa?.toFixed(2) ?? 'all the same',
      ]),
    ),
  ];
  if (panel.length === 0) return lines;
  if (panel.every(({ sensitivity }) => sensitivity === undefined))
    return [
      ...lines,
      '',
      'How good each model is can be estimated without labels from three models on.',
    ];
  return [
    ...lines,
    '',
    table(
      [
        { title: 'model', paint: paint.cyan },
        { title: 'finds of what applies', align: 'right' },
        { title: 'leaves out of what does not', align: 'right' },
      ],
      panel.map(({ model, sensitivity = 0, specificity = 0 }) => [
        model,
        percent(sensitivity),
        percent(specificity),
      ]),
    ),
    paint.dim('estimated without labels, as if the models erred independently (Dawid and Skene)'),
    ...correlated.map(({ models, observed, expected }) =>
      paint.yellow(
        `${models.join(' and ')} err together: they agree on ${percent(observed)}, independent errors would make it ${percent(expected)}; their majority is worth less than it seems`,
      ),
    ),
  ];
}
