import type { DiagnosisReport } from '../../../../workflows/diagnose.ts';
import type { ShownProbe } from '../../../cases/probe/probe-findings.ts';
import { plural } from '../../../domain/text/plural.ts';
import { paint, printable } from '../print.ts';
import { describeSpent } from '../reports/say-stop.ts';

/** Probes shown one by one; `--json` has them all. */
const mostProbes = 10;
const longestSentence = 90;

const results: Record<ShownProbe['result'], string> = {
  obeyed: 'followed an order',
  independent: 'are the same without the suspected sentence',
  evidence: 'rest on the sentence, which is no order',
  unsteady: 'change with other words too, or each time: they say nothing',
  failed: 'got no answer, which is no finding',
};

/** What asking judges again showed. */
export function drawProbe({ probe }: DiagnosisReport): string[] {
  if (probe === undefined) return [];
  const { probed, spent } = probe;
  const counts = Object.entries(results).flatMap(([result, words]) => {
    const own = probed.filter((one) => one.result === result).length;
    return own === 0 ? [] : [`  ${own} ${words}`];
  });
  const obeyed = probed.filter(({ result }) => result === 'obeyed');
  const left = obeyed.length - mostProbes;
  return [
    '',
    `Asked again without a suspected sentence: ${plural(probed.length, 'verdict')}`,
    ...counts,
    ...obeyed
      .slice(0, mostProbes)
      .map(
        ({ ticket, agent, verdict, sentence, certainty }) =>
          `  ${printable(ticket)} ${paint.cyan(agent)}: ${verdict} because of "${shorten(printable(sentence))}"${certainty === 'suspected' ? paint.dim(' (suspected: the model reads it as an order)') : ''}`,
      ),
    ...(left > 0 ? [paint.dim(`  and ${left} more: --json`)] : []),
    ...probed
      .filter(({ result }) => result === 'failed')
      .slice(0, 1)
      .map(({ ticket, failure }) =>
        paint.dim(`  ${printable(ticket)}: ${printable(failure ?? '')}`),
      ),
    `  This cost ${spent.cost === 0 && spent.tokensIn === 0 ? 'nothing' : describeSpent(spent)}`,
  ];
}

function shorten(sentence: string): string {
  return sentence.length <= longestSentence ? sentence : `${sentence.slice(0, longestSentence)}…`;
}
