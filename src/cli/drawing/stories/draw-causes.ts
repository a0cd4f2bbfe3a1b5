import type { DiagnosisReport } from '../../../../workflows/diagnose.ts';
import { plural } from '../../../domain/text/plural.ts';
import type { Share } from '../../../evaluation/statistics/wilson.ts';
import { nextCommand } from '../next-command.ts';
import { percent } from '../numbers.ts';
import { paint, printable } from '../print.ts';

/** Doubtful labels shown; `--json` has them all. */
const mostDoubts = 5;

/** What lies behind the mistakes, with what to do. */
export function drawCauses({ causes, tooFew }: DiagnosisReport): string[] {
  const drawn = causes.flatMap(({ agent, cause, detail, advice, command }) => [
    `${paint.cyan(agent)} ${paint.red(cause)}: ${printable(detail)}`,
    `  ${printable(advice)}: ${nextCommand(command)}`,
  ]);
  const [first] = tooFew;
  const few =
    first === undefined
      ? []
      : [
          paint.dim(
            `too few answers with a label or votes to look for causes of ${plural(tooFew.length, 'agent')}: ${first.agent} has ${first.answers}, and it takes about ${first.needed} to see a difference of 20 points`,
          ),
        ];
  const lines = [...drawn, ...few];
  return lines.length === 0 ? [] : ['What lies behind mistakes:', ...lines, ''];
}

/** Labels that are likely wrong: a person has to look. */
export function drawDoubts({ doubtfulLabels, labelled }: DiagnosisReport): string[] {
  if (doubtfulLabels.length === 0) return [];
  const shown = doubtfulLabels.slice(0, mostDoubts);
  const names = (themes: readonly string[]) => themes.join(', ') || 'no theme';
  const left = doubtfulLabels.length - shown.length;
  return [
    '',
    `Labels to look at again: ${doubtfulLabels.length} of ${labelled}, the likeliest wrong first`,
    ...shown.map(({ ticket, label, suggested, probability, why }) =>
      printable(
        `  ${ticket} (${percent(probability)}): labelled ${names(label)}, perhaps ${names(suggested)}. ${why}`,
      ),
    ),
    ...(left > 0 ? [paint.dim(`and ${left} more: --json`)] : []),
  ];
}

/** Triage that has far more judges asked than say yes rightly. */
export function drawOverRouting({ scores }: DiagnosisReport): string[] {
  const precision = scores.find(({ agent }) => agent === 'triage')?.precision;
  if (precision === undefined || precision.high >= 0.5 || precision.share === 0) return [];
  const times = (1 / precision.share).toFixed(1);
  return [
    '',
    `Triage asks ${times} times as many judges as there are themes that apply: ${interval(precision)} of its routes do, by the labels`,
  ];
}

export function interval(share: Share | undefined): string {
  if (share === undefined) return '';
  return `${percent(share.share)} (${(100 * share.low).toFixed(0)}-${(100 * share.high).toFixed(0)})`;
}
