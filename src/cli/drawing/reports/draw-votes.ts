import type { VoteReport } from '../../../cases/count-votes.ts';
import type { Story } from '../../../cases/stories/tell-story.ts';
import type { Votes } from '../../../domain/decision/outcome.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Share } from '../../../evaluation/statistics/wilson.ts';
import { percent } from '../numbers.ts';
import { paint, printable } from '../print.ts';
import { table } from '../table.ts';

/** How far several votes on the same questions agree; nothing where there was one each. */
export function drawVotes(report: VoteReport | undefined): string[] {
  if (report === undefined) return [];
  const { votes, themes, panel, pairs } = report;
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
  const isLabelled = panel.some(({ labelled }) => labelled > 0);
  return [
    ...lines,
    '',
    ...pairs.map(
      ({ models, agreement, questions, sharedErrors }) =>
        `${models.join(' and ')} agree on ${percent(agreement)} of ${plural(questions, 'question')}${sharedErrors === null ? '' : `; of what either gets wrong, both do in ${interval(sharedErrors)}`}`,
    ),
    ...(isLabelled ? ['', drawRates(panel)] : []),
    paint.dim(
      isLabelled
        ? 'by the labels in the ledger, with 95 % intervals; doubtful tickets are labelled more often, so rates over all tickets may be better'
        : 'How often each model is right is not known without labels: models that agree can be wrong together.',
    ),
  ];
}

/** As in: (votes: 2 yes, 1 no). */
export function describeVotes(votes: Votes | undefined): string {
  if (votes === undefined) return '';
  const { yes, no, failed } = votes;
  return ` (votes: ${yes} yes, ${no} no${failed === 0 ? '' : `, ${failed} without an answer`})`;
}

/** Who voted what on a judge's question, a line each, where it was put more than once. */
export function describeBallots({ steps }: Pick<Story, 'steps'>, judge: string): string[] {
  return steps.flatMap(({ agent, vote }) => {
    if (vote === undefined || agent.replace(/#\d+$/, '') !== judge) return [];
    const { who, verdict } = vote;
    if (verdict === undefined) return [`${printable(who)}: no answer`];
    const { verdict: said, confidence, rationale } = verdict;
    return [`${printable(who)}: ${said}, confidence ${confidence}: ${printable(rationale)}`];
  });
}

function drawRates(panel: VoteReport['panel']): string {
  return table(
    [
      { title: 'model', paint: paint.cyan },
      { title: 'labelled questions', align: 'right' },
      { title: 'finds of the true yes', align: 'right' },
      { title: 'false yes among the true no', align: 'right' },
    ],
    panel.map(({ model, labelled, found, falseYes }) => [
      ...[model, String(labelled)],
      ...[found, falseYes].map((share) => (share === null ? '-' : interval(share))),
    ]),
  );
}

function interval({ share, low, high }: Share): string {
  return `${percent(share)} (${percent(low)} to ${percent(high)})`;
}
